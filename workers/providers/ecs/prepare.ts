import type { Service } from '@aws-sdk/client-ecs'
import { containerIn, containersToChange, type Definition, readDefinition, shortName } from './definition.ts'
import { findImage } from './find-image.ts'
import { findService, whyNot } from './find-service.ts'
import { Problem } from './problem.ts'
import type { Work } from './work.ts'

/** A service that can be deployed to, and what it runs. */
export interface Place {
  readonly service: Service
  readonly current: Definition
  readonly containers: readonly string[]
}

/** All that a deployment needs, found without changing anything. */
export interface Ready extends Place {
  /** By digest. */
  readonly image: string
}

/** Throws a Problem for whatever stands against a deployment to the service: account, cluster, service, container. */
export async function preparePlace(work: Work): Promise<Place> {
  await checkAccount(work)
  const service = await findService(work)
  const problem = whyNot(service)
  if (problem !== undefined) throw new Problem(problem)
  if (service.taskDefinition === undefined) throw new Problem(`service ${work.service} runs no task definition`)
  const current = await readDefinition(work, service.taskDefinition)
  return { service, current, containers: containersToChange(current, work.settings.container) }
}

/** As preparePlace, and the image: waits for one that is still being pushed. */
export async function prepare(work: Work): Promise<Ready> {
  const place = await preparePlace(work)
  const running = containerIn(place.current, place.containers[0])?.image
  return { ...place, image: await findImage(work, running) }
}

/** Another rollout is not waited for: ECS lets the newer one replace it. */
export function underWay({ deployments = [] }: Service): string | undefined {
  const going = deployments.find(({ status, rolloutState }) => status === 'PRIMARY' && rolloutState === 'IN_PROGRESS')
  return (
    going && `a rollout of ${shortName(going.taskDefinition ?? 'something')} is under way and gives way to this one`
  )
}

async function checkAccount({ aws, settings }: Work): Promise<void> {
  if (settings.account === undefined) return
  const { Account: account } = await aws.read('GetCallerIdentity', async (clients, how) =>
    (await clients.sts()).getCallerIdentity({}, how),
  )
  if (account !== settings.account)
    throw new Problem(
      `these credentials belong to account ${account ?? 'unknown'}, and it has to be ${settings.account}`,
    )
}
