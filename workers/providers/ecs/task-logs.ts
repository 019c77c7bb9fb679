import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import { AwsError } from './aws/errors.ts'
import type { Look } from './work.ts'

/** Where a container of a task writes in CloudWatch; undefined when it logs elsewhere, or without a prefix. */
export interface Stream {
  readonly group: string
  readonly stream: string
  readonly region?: string
}

export function streamOf(container: ContainerDefinition | undefined, taskArn: string): Stream | undefined {
  const { logDriver, options = {} } = container?.logConfiguration ?? {}
  const group = options['awslogs-group']
  const prefix = options['awslogs-stream-prefix']
  if (logDriver !== 'awslogs' || group === undefined || prefix === undefined) return undefined
  const region = options['awslogs-region']
  const task = taskArn.slice(taskArn.lastIndexOf('/') + 1)
  return { group, stream: `${prefix}/${container?.name}/${task}`, ...(region !== undefined && { region }) }
}

/** Log lines are worth a wait, not a long one. */
export const forLines = { patienceMs: 10_000 }

export interface Line {
  readonly at: number
  readonly text: string
}

/** The last lines of a stream, oldest first. None when it is not there, as before the container started, or may not be read. */
export async function lastLines(look: Look, { group, stream, region }: Stream, limit: number): Promise<Line[]> {
  const { aws, context } = look
  try {
    const { events = [] } = await aws.read(
      'GetLogEvents',
      async (clients, how) =>
        (await clients.logs(region)).getLogEvents(
          { logGroupName: group, logStreamName: stream, limit, startFromHead: false },
          how,
        ),
      forLines,
    )
    return events.map(({ timestamp = 0, message = '' }) => ({ at: timestamp, text: aws.conceal(message.trimEnd()) }))
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    if (error.code !== 'ResourceNotFoundException') await context.log(`${stream} cannot be read: ${error.message}`)
    return []
  }
}
