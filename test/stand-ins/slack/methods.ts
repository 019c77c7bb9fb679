import { newTs, self, type SlackChannel, type SlackMessage } from './state.ts'

type Args = Readonly<Record<string, string>>
export type Answer = { readonly ok: boolean; readonly [key: string]: unknown }

export interface Workspace {
  readonly channels: Map<string, SlackChannel>
  readonly users: Map<string, { readonly name: string; readonly team_id?: string }>
  readonly socketUrl: () => string
}

const no = (error: string): Answer => ({ ok: false, error })

/** The Web API's methods that a bot of ours needs, strict about what they are given. */
export const methods: Readonly<Record<string, (args: Args, workspace: Workspace) => Answer>> = {
  'auth.test': () => ({
    ok: true,
    user_id: self.user,
    user: 'slip',
    bot_id: self.bot,
    team_id: self.team,
    team: 'acme',
  }),

  'apps.connections.open': (_, { socketUrl }) => ({ ok: true, url: socketUrl() }),

  'chat.postMessage'(args, workspace) {
    const channel = find(args['channel'], workspace)
    if (!channel) return no('channel_not_found')
    const problem = problemOf(args)
    if (problem) return no(problem)
    const message: SlackMessage = {
      ts: newTs(),
      channel: channel.id,
      user: self.user,
      bot_id: self.bot,
      text: args['text'] ?? '',
      blocks: blocksIn(args),
      ...(args['thread_ts'] !== undefined && { thread_ts: args['thread_ts'] }),
      ...(args['metadata'] !== undefined && { metadata: JSON.parse(args['metadata']) as unknown }),
      edits: 0,
      changedAt: performance.now(),
    }
    channel.messages.push(message)
    return { ok: true, channel: channel.id, ts: message.ts, message: shown(message) }
  },

  'chat.update'(args, workspace) {
    const message = find(args['channel'], workspace)?.messages.find(({ ts }) => ts === args['ts'])
    if (!message) return no('message_not_found')
    if (message.user !== self.user) return no('cant_update_message')
    const problem = problemOf(args)
    if (problem) return no(problem)
    message.text = args['text'] ?? ''
    message.blocks = blocksIn(args)
    message.edits += 1
    message.changedAt = performance.now()
    return { ok: true, channel: message.channel, ts: message.ts, text: message.text }
  },

  'conversations.info'(args, workspace) {
    const channel = workspace.channels.get(args['channel'] ?? '')
    return channel ? { ok: true, channel: { id: channel.id, name: channel.name } } : no('channel_not_found')
  },

  'conversations.history'(args, workspace) {
    const channel = workspace.channels.get(args['channel'] ?? '')
    if (!channel) return no('channel_not_found')
    const found = channel.messages.filter(({ thread_ts }) => thread_ts === undefined)
    return { ok: true, messages: since(found, args).map(shown).toReversed(), has_more: false }
  },

  'conversations.replies'(args, workspace) {
    const channel = workspace.channels.get(args['channel'] ?? '')
    const root = args['ts']
    if (!channel?.messages.some(({ ts }) => ts === root)) return no('thread_not_found')
    const found = channel.messages.filter(({ ts, thread_ts }) => ts === root || thread_ts === root)
    return { ok: true, messages: since(found, args).map(shown), has_more: false }
  },

  'users.info'(args, { users }) {
    const id = args['user'] ?? ''
    const user = users.get(id)
    return user ? { ok: true, user: { id, team_id: self.team, ...user } } : no('user_not_found')
  },
}

const find = (room: string | undefined, { channels }: Workspace) =>
  channels.get(room ?? '') ?? [...channels.values()].find(({ name }) => `#${name}` === room)

const since = (messages: readonly SlackMessage[], { oldest = '0' }: Args) =>
  messages.filter(({ ts }) => Number(ts) >= Number(oldest))

const shown = ({ ts, user, bot_id, text, blocks, thread_ts, metadata }: SlackMessage) => ({
  type: 'message',
  ts,
  user,
  bot_id,
  text,
  blocks,
  thread_ts,
  metadata,
})

const blocksIn = ({ blocks }: Args) => (blocks === undefined ? [] : (JSON.parse(blocks) as unknown[]))

interface SentBlock {
  readonly type: string
  readonly text?: { readonly text: string }
  readonly elements?: readonly { readonly action_id?: string }[]
}

/** Slack's own limits. */
function problemOf(args: Args): string | undefined {
  const blocks = blocksIn(args) as SentBlock[]
  if (!args['text'] && blocks.length === 0) return 'no_text'
  if ((args['text'] ?? '').length > 40_000) return 'msg_too_long'
  if (blocks.length > 50) return 'invalid_blocks'
  const isGood = ({ type, text, elements }: SentBlock) => {
    if (type === 'section') return text !== undefined && text.text.length >= 1 && text.text.length <= 3_000
    if (type === 'header') return text !== undefined && text.text.length >= 1 && text.text.length <= 150
    const ids = (elements ?? []).flatMap(({ action_id }) => action_id ?? [])
    return (elements ?? []).length > 0 && new Set(ids).size === ids.length
  }
  return blocks.every(isGood) ? undefined : 'invalid_blocks'
}
