import type { ContainerDefinition, Tag, TaskDefinition } from '@aws-sdk/client-ecs'
import { secretsOfEnvironment } from '../../../core/secrets/secrets-of-environment.ts'
import { Problem } from './problem.ts'
import type { Look } from './work.ts'

/** A revision of a task definition, with its tags. */
export interface Definition {
  readonly arn: string
  readonly family: string
  readonly body: TaskDefinition
  readonly tags: readonly Tag[]
}

/** Reads a revision. What is secret in its environment is hidden from now on: a dying app likes to print it. */
export async function readDefinition({ aws }: Look, name: string): Promise<Definition> {
  const { taskDefinition: body, tags = [] } = await aws.read('DescribeTaskDefinition', async (clients, how) =>
    (await clients.ecs()).describeTaskDefinition({ taskDefinition: name, include: ['TAGS'] }, how),
  )
  const { taskDefinitionArn: arn, family } = body ?? {}
  if (body === undefined || arn === undefined || family === undefined)
    throw new Problem(`AWS did not say what task definition ${name} is`)
  for (const container of body.containerDefinitions ?? []) {
    const environment = (container.environment ?? []).map(({ name: key = '', value }) => [key, value] as const)
    for (const secret of secretsOfEnvironment(Object.fromEntries(environment))) aws.hide(secret)
  }
  return { arn, family, body, tags }
}

/** `webapp:12` of an ARN. */
export const shortName = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

/** Names of the containers whose image a deployment changes. Throws a Problem that names those there are. */
export function containersToChange({ body, arn }: Definition, wanted: readonly string[] | undefined): string[] {
  const there = namesOf(body.containerDefinitions)
  if (wanted === undefined) {
    if (there.length === 1) return there
    throw new Problem(`${shortName(arn)} has several containers: say which with "container": ${there.join(', ')}`)
  }
  const missing = wanted.find((name) => !there.includes(name))
  if (missing !== undefined)
    throw new Problem(`${shortName(arn)} has no container ${missing}, only ${there.join(', ')}`)
  return [...wanted]
}

export const namesOf = (containers: readonly ContainerDefinition[] = []): string[] =>
  containers.map(({ name }) => name).filter((name) => name !== undefined)

export const containerIn = ({ body }: Definition, name: string | undefined): ContainerDefinition | undefined =>
  body.containerDefinitions?.find((container) => container.name === name)
