import type { KnownBlock, WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import { z } from 'zod'
import { type Rendered, renderBlocks } from '../../../core/chat/render-blocks.ts'
import type { Spot } from '../../../core/records/thread.ts'
import { type Board, BoardTrouble, type Post } from '../../board.ts'
import { pace } from './pace.ts'
import type { Rooms } from './rooms.ts'
import { isAboutToken, troubleOf } from './trouble-of.ts'

export interface SlackBoardOptions {
  readonly web: WebClient
  readonly rooms: Rooms
  readonly log: Logger
}

const posted = z.object({ channel: z.string().optional(), ts: z.string() })

const listed = z.object({
  messages: z
    .array(
      z.object({
        ts: z.string(),
        text: z.string().optional(),
        metadata: z.object({ event_payload: z.object({ id: z.string().optional() }).optional() }).optional(),
      }),
    )
    .optional(),
})

const eventType = 'slipway_message'
const skewMs = 10 * 60_000 // Slack's clock and ours may differ
const mostLookedAt = 200

/** Slack as a board: chat.postMessage and chat.update. */
export function slackBoard({ web, rooms, log }: SlackBoardOptions): Board {
  const paced = pace()

  const call = <T>(method: string, channel: string, work: () => Promise<T>): Promise<T> =>
    // chat.postMessage is limited for each channel, everything else for each method.
    paced(method === 'chat.postMessage' ? `${method} to ${channel}` : method, async () => {
      try {
        return await work()
      } catch (error) {
        throw troubleOf(method, error)
      }
    })

  async function post({ room, thread, id, message }: Post): Promise<Spot> {
    const channel = await rooms.idOf(room)
    const send = (content: { text: string; blocks?: KnownBlock[] }) =>
      call('chat.postMessage', channel, () =>
        web.chat.postMessage({
          channel,
          ...content,
          ...(thread !== undefined && { thread_ts: thread }),
          metadata: { event_type: eventType, event_payload: { id } },
          unfurl_links: false,
          unfurl_media: false,
        }),
      )
    const answer = posted.parse(await orInText(send, renderBlocks(message)))
    const spot = { channel: answer.channel ?? channel, ts: answer.ts }
    await rooms.learn(room, spot.channel)
    return spot
  }

  async function edit({ channel, ts }: Spot, message: Parameters<Board['edit']>[1]): Promise<void> {
    const send = (content: { text: string; blocks: KnownBlock[] }) =>
      call('chat.update', channel, () => web.chat.update({ channel, ts, ...content }))
    await orInText(send, renderBlocks(message))
  }

  /** Blocks that Slack does not take must not cost the message. */
  async function orInText<T>(
    send: (content: { text: string; blocks: KnownBlock[] }) => Promise<T>,
    { text, blocks }: Rendered,
  ): Promise<T> {
    try {
      return await send({ text, blocks: blocks as KnownBlock[] })
    } catch (error) {
      if (!(error instanceof BoardTrouble && error.kind === 'refused' && /block/.test(error.message))) throw error
      log.error({ why: error.message }, 'Slack does not take the blocks of a message; sending it as text')
      return await send({ text, blocks: [] })
    }
  }

  async function find({ room, thread, id, message }: Post, since: number): Promise<Spot | undefined> {
    const channel = await rooms.idOf(room)
    const about = {
      channel,
      oldest: String(Math.floor((since - skewMs) / 1_000)),
      limit: mostLookedAt,
      include_all_metadata: true,
    }
    const method = thread === undefined ? 'conversations.history' : 'conversations.replies'
    try {
      const answer = await call(method, channel, () =>
        thread === undefined ? web.conversations.history(about) : web.conversations.replies({ ...about, ts: thread }),
      )
      const { text } = renderBlocks(message)
      const found = (listed.safeParse(answer).data?.messages ?? []).find((one) =>
        // A message without any metadata is known by its text.
        one.metadata?.event_payload === undefined
          ? one.text === text && Number(one.ts) * 1_000 > since - skewMs / 60
          : one.metadata.event_payload.id === id,
      )
      return found && { channel, ts: found.ts }
    } catch (error) {
      // A bot without the right to read can never look.
      const cannot = error instanceof BoardTrouble && (error.kind === 'refused' || isAboutToken(error.cause))
      if (!cannot) throw error
      log.warn({ room, why: error.message }, 'cannot look whether Slack took a message; posting it again')
      return undefined
    }
  }

  return { post, edit, find }
}
