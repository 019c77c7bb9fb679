import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type WebSocket, WebSocketServer } from 'ws'
import { methods } from './methods.ts'
import { newTs, self, type SlackCall, type SlackChannel, type SlackMessage } from './state.ts'

/** What a method answers instead of doing its work: a status, an error of Slack's, or a connection cut `before` or `after` it. */
export type Fault =
  | { readonly status: number; readonly retryAfter?: number }
  | { readonly error: string }
  | { readonly cut: 'before' | 'after' }

export interface Speaking {
  /** Id of a user that `people` has. */
  readonly as: string
  readonly channel: string
  readonly thread?: string
  /** Fields of the event, over its own. */
  readonly event?: Readonly<Record<string, unknown>>
}

/** A Slack over HTTP and WebSocket, with state, limits and faults. */
export interface StandInSlack {
  /** For SLACK_API_URL. */
  readonly url: string
  readonly calls: readonly SlackCall[]
  channel(id: string, name: string): SlackChannel
  person(id: string, name: string, more?: { readonly team_id?: string }): void
  /** Messages of ours in a channel; `thread` asks for those below that message, else those in the channel itself. */
  posted(channel: string, thread?: string): SlackMessage[]
  /** Envelopes that nobody has acknowledged. */
  unacknowledged(): number
  /** Somebody writes; resolves with the message's ts once we have acknowledged it. Text is on the wire as written here. */
  says(text: string, speaking: Speaking): Promise<string>
  /** Sends an event again, as Slack does when it was not acknowledged. */
  resends(ts: string): Promise<void>
  presses(actionId: string, message: SlackMessage, as: string): Promise<void>
  sends(event: Readonly<Record<string, unknown>>): Promise<void>
  /** Something that is none of Slack's. */
  garbles(text: string): void
  /** Until it is lifted by the function that is answered; `times` lifts it after so many. */
  fault(method: string, fault: Fault, times?: number): () => void
  slow(method: string, ms: number): void
  dropSockets(): void
  /** Nothing answers any more, until it comes back. */
  away(): () => void
  close(): Promise<void>
}

export async function startSlack(): Promise<StandInSlack> {
  const channels = new Map<string, SlackChannel>()
  const users = new Map<string, { name: string; team_id?: string }>()
  const calls: SlackCall[] = []
  const faults = new Map<string, { fault: Fault; left: number }>()
  const delays = new Map<string, number>()
  const sockets = new Set<WebSocket>()
  const unacknowledged = new Map<string, { readonly envelope: object; readonly acknowledged: () => void }>()
  const events = new Map<string, readonly object[]>()
  let isAway = false

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  const webSockets = new WebSocketServer({ server, path: '/link' })
  webSockets.on('connection', (socket) => {
    if (isAway) return socket.terminate()
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('message', (data: Buffer) => {
      const { envelope_id: id } = JSON.parse(data.toString()) as { envelope_id: string }
      unacknowledged.get(id)?.acknowledged()
      unacknowledged.delete(id)
    })
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }))
    // What nobody acknowledged comes again, in an envelope of its own.
    const left = [...unacknowledged.values()]
    unacknowledged.clear()
    for (const { envelope, acknowledged } of left) send(socket, { ...envelope, retry_attempt: 1 }, acknowledged)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const method = (request.url ?? '').replace('/api/', '')
    const args = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()))
    const call: SlackCall = { method, args, at: performance.now(), status: 'pending' }
    calls.push(call)
    const delay = delays.get(method)
    if (delay !== undefined) await pause(delay)
    const fault = faultOf(method)
    if (isAway || (fault && 'cut' in fault && fault.cut === 'before')) {
      call.status = 'cut'
      request.socket.destroy()
      return
    }
    const json = (status: number, body: object, headers: Record<string, string> = {}) => {
      call.status = status
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    }
    if (fault && 'status' in fault)
      return json(fault.status, {}, fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) })
    if (fault && 'error' in fault) return json(200, { ok: false, error: fault.error })
    const token = /^Bearer (x\w+)-/.exec(request.headers.authorization ?? '')?.[1]
    if (token !== (method === 'apps.connections.open' ? 'xapp' : 'xoxb'))
      return json(200, { ok: false, error: 'invalid_auth' })
    const work = methods[method]
    const answer = work?.(args, { channels, users, socketUrl: () => `ws://127.0.0.1:${port}/link` })
    if (fault) {
      call.status = 'cut'
      request.socket.destroy()
      return
    }
    json(200, answer ?? { ok: false, error: 'unknown_method' })
  }

  function faultOf(method: string): Fault | undefined {
    const found = faults.get(method)
    if (!found) return undefined
    found.left -= 1
    if (found.left <= 0) faults.delete(method)
    return found.fault
  }

  function deliver(type: string, payload: object): Promise<void> {
    const [socket] = sockets
    return new Promise((resolve) => send(socket, { type, accepts_response_payload: false, payload }, () => resolve()))
  }

  function send(socket: WebSocket | undefined, envelope: object, acknowledged: () => void): void {
    const id = randomUUID()
    unacknowledged.set(id, { envelope, acknowledged })
    socket?.send(JSON.stringify({ ...envelope, envelope_id: id }))
  }

  function dropSockets(): void {
    for (const socket of sockets) socket.terminate()
    sockets.clear()
  }

  const sends = (event: object) => deliver('events_api', { type: 'event_callback', team_id: self.team, event })

  return {
    url: `http://127.0.0.1:${port}/api`,
    calls,
    channel(id, name) {
      const channel = { id, name, messages: [] }
      channels.set(id, channel)
      return channel
    },
    person: (id, name, more = {}) => void users.set(id, { name, ...more }),
    posted: (channel, thread) =>
      (channels.get(channel)?.messages ?? []).filter(
        ({ user, thread_ts }) => user === self.user && thread_ts === thread,
      ),
    unacknowledged: () => unacknowledged.size,
    async says(text, { as, channel, thread, event = {} }) {
      const ts = newTs()
      const type = channel.startsWith('D') ? 'im' : 'channel'
      const said = {
        type: 'message',
        user: as,
        channel,
        channel_type: type,
        text,
        ts,
        ...(thread && { thread_ts: thread }),
        ...event,
      }
      channels.get(channel)?.messages.push({
        ts,
        channel,
        user: as,
        text,
        blocks: [],
        ...(thread !== undefined && { thread_ts: thread }),
        edits: 0,
        changedAt: performance.now(),
      })
      const { channel_type: _type, ...mention } = { ...said, type: 'app_mention' }
      const all = text.includes(`<@${self.user}>`) && type === 'channel' ? [said, mention] : [said]
      events.set(ts, all)
      await Promise.race(all.map(sends))
      return ts
    },
    async resends(ts) {
      await Promise.race((events.get(ts) ?? []).map(sends))
    },
    presses(actionId, message, as) {
      const elements = (message.blocks as { elements?: { action_id?: string }[] }[]).flatMap(
        (block) => block.elements ?? [],
      )
      const button = elements.find(({ action_id }) => action_id === actionId)
      if (!button) throw new Error(`there is no button ${actionId} on: ${message.text}`)
      const { channel, ts, thread_ts } = message
      return deliver('interactive', {
        type: 'block_actions',
        user: { id: as, username: users.get(as)?.name, team_id: self.team },
        channel: { id: channel, name: channels.get(channel)?.name },
        container: { type: 'message', message_ts: ts, channel_id: channel },
        message: { type: 'message', ts, user: self.user, ...(thread_ts && { thread_ts }) },
        actions: [{ ...button, type: 'button', action_ts: newTs() }],
      })
    },
    sends,
    garbles(text) {
      for (const socket of sockets) socket.send(text)
    },
    fault(method, fault, times = Number.POSITIVE_INFINITY) {
      faults.set(method, { fault, left: times })
      return () => void faults.delete(method)
    },
    slow: (method, ms) => void delays.set(method, ms),
    dropSockets,
    away() {
      isAway = true
      dropSockets()
      return () => (isAway = false)
    },
    async close() {
      dropSockets()
      webSockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
