import type { GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from './aws/errors.ts'
import type { Stream } from './task-logs.ts'
import type { Look } from './work.ts'

const mostPages = 100 // in one look: a million lines

/** Each call passes on what a stream has got since the last one, from its beginning. */
export function createTail(
  { aws }: Look,
  { group, stream, region }: Stream,
  onLine: (text: string) => Promise<void>,
): () => Promise<void> {
  let from: string | undefined
  return async () => {
    for (let page = 0; page < mostPages; page++) {
      const { events = [], nextForwardToken } = await next()
      for (const { message = '' } of events) await onLine(message.trimEnd())
      // At the end CloudWatch gives the token back that it was given.
      if (nextForwardToken === undefined || nextForwardToken === from) return
      from = nextForwardToken
      if (events.length === 0) return
    }
  }

  async function next(): Promise<GetLogEventsResponse> {
    try {
      return await aws.read('GetLogEvents', async (clients, how) =>
        (await clients.logs(region)).getLogEvents(
          { logGroupName: group, logStreamName: stream, startFromHead: true, ...(from && { nextToken: from }) },
          how,
        ),
      )
    } catch (error) {
      // Not there before the container started; without the right to read it the verdict stands all the same.
      if (error instanceof AwsError) return {}
      throw error
    }
  }
}
