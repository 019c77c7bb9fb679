/** A message as Slack keeps it. */
export interface SlackMessage {
  readonly ts: string
  readonly channel: string
  readonly user: string
  text: string
  blocks: readonly unknown[]
  readonly thread_ts?: string
  readonly metadata?: unknown
  readonly bot_id?: string
  /** How often chat.update changed it, and when it was last changed (ms). */
  edits: number
  changedAt: number
}

export interface SlackChannel {
  readonly id: string
  name: string
  readonly messages: SlackMessage[]
}

export interface SlackCall {
  readonly method: string
  readonly args: Readonly<Record<string, string>>
  readonly at: number
  /** What was answered: an HTTP status, or that the connection was cut. */
  status: number | 'cut' | 'pending'
}

export const self = { user: 'UBOT', bot: 'BBOT', team: 'T1' }

let count = 0

/** Unique and growing, as Slack's are. */
export const newTs = () => `${Math.floor(Date.now() / 1_000)}.${String((count += 1)).padStart(6, '0')}`
