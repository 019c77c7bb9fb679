import { randomUUID } from 'node:crypto'
import { z } from 'zod'

/** A message or a mention of Slack's Events API; what is not named here does not matter to us. */
const messageEvent = z.object({
  type: z.enum(['message', 'app_mention']),
  subtype: z.string().nullish(),
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
  channel: z.string(),
  channel_type: z.string().nullish(),
  text: z.string().nullish(),
  ts: z.string(),
  thread_ts: z.string().nullish(),
  edited: z.unknown().optional(),
  hidden: z.boolean().nullish(),
})

export interface SaidOnSlack {
  readonly user: string
  readonly channel: string
  readonly isDirect: boolean
  readonly text: string
  readonly ts: string
  /** Undefined when it stands in the channel itself. */
  readonly thread: string | undefined
}

/** What a person says; undefined for everything else: other bots, edits, deletions, joins. */
export function saidIn(event: unknown): SaidOnSlack | undefined {
  const parsed = messageEvent.safeParse(event)
  if (!parsed.success) return undefined
  const { subtype, user, bot_id, edited, hidden, channel, channel_type, text, ts, thread_ts } = parsed.data
  // A message that somebody also sent from a thread to the channel has a subtype and still is one.
  const isMessage = subtype === undefined || subtype === null || subtype === 'thread_broadcast'
  if (!isMessage || !user || bot_id || hidden || (edited !== undefined && edited !== null)) return undefined
  return {
    user,
    channel,
    isDirect: channel_type === 'im' || channel.startsWith('D'),
    text: text ?? '',
    ts,
    thread: thread_ts && thread_ts !== ts ? thread_ts : undefined,
  }
}

const renameEvent = z.object({
  type: z.enum(['channel_rename', 'group_rename']),
  channel: z.object({ id: z.string(), name: z.string() }),
})

export const renameIn = (event: unknown) => renameEvent.safeParse(event).data?.channel

const pressed = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }).optional(),
  container: z
    .object({
      channel_id: z.string().optional(),
      message_ts: z.string().optional(),
      thread_ts: z.string().optional(),
    })
    .optional(),
  trigger_id: z.string().nullish(),
  message: z.object({ ts: z.string(), thread_ts: z.string().nullish() }).optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().nullish(), action_ts: z.string().nullish() })),
})

export interface PressedOnSlack {
  readonly user: string
  readonly channel: string
  /** The message that the button stands on, and the first one of its thread. */
  readonly ts: string
  readonly thread: string
  readonly actionId: string
  readonly says: string
  /** Unique for each press. */
  readonly press: string
}

/** Buttons somebody pressed. */
export function pressesIn(body: unknown): PressedOnSlack[] {
  const parsed = pressed.safeParse(body)
  if (!parsed.success) return []
  const { user, channel, container, message, actions, trigger_id } = parsed.data
  const room = channel?.id ?? container?.channel_id
  const ts = message?.ts ?? container?.message_ts
  if (room === undefined || ts === undefined) return []
  return actions.flatMap(({ action_id, value, action_ts }) =>
    value
      ? {
          user: user.id,
          channel: room,
          ts,
          thread: message?.thread_ts ?? container?.thread_ts ?? ts,
          actionId: action_id,
          says: value,
          press: [user.id, ts, action_id, action_ts ?? randomUUID(), trigger_id ?? ''].join('-'),
        }
      : [],
  )
}
