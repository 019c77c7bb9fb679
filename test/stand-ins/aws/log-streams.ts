import { Refusal } from './refusal.ts'

/** CloudWatch Logs: lines by group and stream. */
export function createLogStreams() {
  const streams = new Map<string, string[]>()
  const key = (group: string, stream: string) => `${group} ${stream}`

  return {
    write(group: string, stream: string, ...texts: string[]) {
      streams.set(key(group, stream), [...(streams.get(key(group, stream)) ?? []), ...texts])
    },
    /** By AWS's own names of them. */
    operations: {
      GetLogEvents(asked: {
        logGroupName: string
        logStreamName: string
        limit?: number
        startFromHead?: boolean
        nextToken?: string
      }) {
        const found = streams.get(key(asked.logGroupName, asked.logStreamName))
        if (!found) throw new Refusal('ResourceNotFoundException', 'The specified log stream does not exist.')
        const limit = asked.limit ?? 10_000
        const from = asked.startFromHead ? Number(asked.nextToken?.slice(2) ?? 0) : Math.max(0, found.length - limit)
        const page = found.slice(from, from + limit)
        return {
          events: page.map((message, index) => ({ timestamp: 1_700_000_000_000 + from + index, message })),
          nextForwardToken: `f/${from + page.length}`,
          nextBackwardToken: `b/${from}`,
        }
      },
    },
  }
}

export type LogStreams = ReturnType<typeof createLogStreams>
