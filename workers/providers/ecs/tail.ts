import type { GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from './aws/errors.ts'
import { forLines, type Stream } from './task-logs.ts'
import type { Look } from './work.ts'

const mostPages = 100 // in one look: a million lines

/** Each call passes on what a stream has got since the last one, from its beginning; none any more once it may not be read. */
export function createTail(
  { aws, context }: Look,
  { group, stream, region }: Stream,
  onLine: (text: string) => Promise<void>,
): () => Promise<void> {
  let from: string | undefined
  let isReadable = true

  return async () => {
    for (let page = 0; isReadable && page < mostPages; page++) {
      const { events = [], nextForwardToken } = await next()
      for (const { message = '' } of events) await onLine(message.trimEnd())
      // At the end CloudWatch gives the token back that it was given.
      if (events.length === 0 || nextForwardToken === undefined || nextForwardToken === from) return
      from = nextForwardToken
    }
  }

  async function next(): Promise<GetLogEventsResponse> {
    try {
      return await aws.read(
        'GetLogEvents',
        async (clients, how) =>
          (await clients.logs(region)).getLogEvents(
            { logGroupName: group, logStreamName: stream, startFromHead: true, ...(from && { nextToken: from }) },
            how,
          ),
        forLines,
      )
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      // The stream is not there before the container has started.
      isReadable = error.code === 'ResourceNotFoundException'
      if (!isReadable) await context.log(`what ${stream} says cannot be read: ${error.message}`)
      return {}
    }
  }
}
