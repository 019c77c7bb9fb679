import type { Adapter } from 'hubot'
import { z } from 'zod'

const cache = z.object({ client: z.object({ channelData: z.record(z.string(), z.unknown()) }) })
const channel = z.object({ channel: z.object({ name: z.string() }) })

/**
 * The name of a Slack channel: hubot-slack calls rooms by their id, `allowed_rooms` by either. Before it hands a message
 * on, it has looked the channel up, so that its cache knows. Empty for every other adapter.
 */
export function slackRoomNames(adapter: Adapter, room: string): string[] {
  const known = cache.safeParse(adapter).data?.client.channelData[room]
  const name = channel.safeParse(known).data?.channel.name
  return name === undefined ? [] : [name]
}
