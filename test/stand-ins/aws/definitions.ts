import { z } from 'zod'
import { account } from './images.ts'
import { Refusal } from './refusal.ts'

export const container = z.looseObject({ name: z.string(), image: z.string() })

const request = z.looseObject({
  family: z.string(),
  containerDefinitions: z.array(container),
  tags: z
    .array(z.object({ key: z.string(), value: z.string() }))
    .min(1, 'Tags can not be empty.')
    .optional(),
})

export type DefinitionRequest = z.input<typeof request>

const answersOnly = [
  'taskDefinitionArn',
  'revision',
  'status',
  'registeredAt',
  'registeredBy',
  'compatibilities',
  'requiresAttributes',
]

interface Revision {
  readonly arn: string
  readonly body: z.output<typeof request>
  status: 'ACTIVE' | 'INACTIVE'
}

/** Task definitions, as strict about what may be sent as ECS is. */
export function createDefinitions() {
  const revisions: Revision[] = []

  function register(input: unknown): Revision {
    const body = request.parse(input)
    const foreign = answersOnly.find((key) => Object.hasOwn(body, key))
    if (foreign !== undefined) throw new Refusal('InvalidParameterException', `Unknown parameter ${foreign}`)
    if (body.tags?.some(({ key }) => key.startsWith('aws:')))
      throw new Refusal('InvalidParameterException', 'aws: prefixed tags are reserved')
    const revision = revisions.filter((one) => one.body.family === body.family).length + 1
    const arn = `arn:aws:ecs:eu-west-1:${account}:task-definition/${body.family}:${revision}`
    const made: Revision = { arn, body, status: 'ACTIVE' }
    revisions.push(made)
    return made
  }

  function find(name: string): Revision {
    const short = name.slice(name.lastIndexOf('/') + 1)
    const found = revisions.findLast(
      ({ arn, body }) => arn.endsWith(`/${short}`) || (!short.includes(':') && body.family === short),
    )
    if (!found) throw new Refusal('ClientException', 'Unable to describe task definition.')
    return found
  }

  const answer = ({ arn, body, status }: Revision) => ({
    ...body,
    tags: undefined,
    taskDefinitionArn: arn,
    revision: Number(arn.split(':').at(-1)),
    status,
    compatibilities: ['EC2', 'FARGATE'],
    requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.ecr-auth' }],
    registeredAt: 1_700_000_000,
    registeredBy: `arn:aws:iam::${account}:user/somebody`,
  })

  return {
    register,
    find,
    all: () => revisions,
    deregister(name: string) {
      find(name).status = 'INACTIVE'
    },
    /** By AWS's own names of them. */
    operations: {
      RegisterTaskDefinition(input: unknown) {
        const made = register(input)
        return { taskDefinition: answer(made), tags: made.body.tags }
      },
      DescribeTaskDefinition({ taskDefinition, include = [] }: { taskDefinition: string; include?: string[] }) {
        const found = find(taskDefinition)
        return { taskDefinition: answer(found), ...(include.includes('TAGS') && { tags: found.body.tags ?? [] }) }
      },
      ListTaskDefinitions({ familyPrefix, maxResults = 100 }: { familyPrefix: string; maxResults?: number }) {
        const found = revisions.filter(({ body, status }) => body.family === familyPrefix && status === 'ACTIVE')
        return {
          taskDefinitionArns: found
            .map(({ arn }) => arn)
            .toReversed()
            .slice(0, maxResults),
        }
      },
    },
  }
}

export type Definitions = ReturnType<typeof createDefinitions>
