import { setTimeout as pause } from 'node:timers/promises'
import { SocketModeClient } from '@slack/socket-mode'
import type { Logger } from 'pino'
import { z } from 'zod'
import { slackLogger } from './logger.ts'
import { isAboutToken } from './trouble-of.ts'
import { webOptions } from './web.ts'

export interface ConnectionOptions {
  readonly appToken: string
  readonly apiUrl: string
  /** `event`: of the Events API. `interactive`: somebody pressed something. Already acknowledged. */
  readonly received: (kind: 'event' | 'interactive', body: unknown) => void
  readonly log: Logger
}

export interface Connection {
  /** Connects, and stays connected until it is closed. Resolves at the first hello; rejects when Slack refuses the token. */
  open(): Promise<void>
  close(): Promise<void>
}

const helloMs = 15_000
const pauses = [0, 250, 500, 1_000, 2_000, 5_000, 10_000] // ms before each further try to connect; the last one again and again
const steadyMs = 10_000 // a connection that lasted so long was a good one

interface Connected {
  /** Resolves when the connection is over. */
  readonly over: Promise<void>
}

const envelope = z.object({
  ack: z.custom<() => Promise<void>>((value) => typeof value === 'function'),
  type: z.string(),
  body: z.unknown(),
})
const eventBody = z.object({ event: z.unknown() })

/**
 * Slack's socket, opened again whenever it drops. A client is used for one connection only: its own way to connect
 * again waits five seconds, and gives up with an unhandled rejection when Slack is away.
 */
export function openConnection({ appToken, apiUrl, received, log }: ConnectionOptions): Connection {
  let closed = false
  let client: SocketModeClient | undefined
  const closing = new AbortController()

  async function connect(): Promise<Connected> {
    const own = new SocketModeClient({
      appToken,
      autoReconnectEnabled: false,
      logger: slackLogger(log),
      clientOptions: webOptions(apiUrl),
    })
    client = own
    const over = new Promise<void>((resolve) => own.on('disconnected', () => resolve()))
    guard(own)
    own.on('slack_event', take)
    const tooLate = new AbortController()
    const started = own.start()
    const late = pause(helloMs, 'late', { signal: tooLate.signal })
    const first = await Promise.race([started.then(() => 'hello'), late.catch(() => 'hello')]).finally(() =>
      tooLate.abort(),
    )
    if (first === 'late') {
      void started.catch(() => undefined)
      void own.disconnect()
      throw new Error(`Slack's socket said no hello within ${helloMs / 1_000} seconds`)
    }
    return { over }
  }

  /** The client lets what it cannot read break as a promise that nobody looks after, which ends a Node process. */
  function guard(own: SocketModeClient): void {
    for (const listener of own.listeners('ws_message')) {
      own.off('ws_message', listener)
      own.on('ws_message', (...sent: unknown[]) => {
        Promise.resolve(listener(...sent)).catch((err: unknown) =>
          log.warn({ err }, 'Slack sent something that cannot be read; it is left alone'),
        )
      })
    }
  }

  function take(envelopeSent: unknown): void {
    const { ack, type, body } = envelope.parse(envelopeSent)
    // At once: what is not acknowledged within three seconds is sent again.
    ack().catch((err: unknown) => log.warn({ err }, 'could not acknowledge what Slack sent; it will be sent again'))
    if (type === 'events_api') received('event', eventBody.safeParse(body).data?.event)
    else if (type === 'interactive') received('interactive', body)
  }

  async function stayConnected(first: Connected | undefined): Promise<void> {
    let connected = first
    let tries = 0
    while (!closed) {
      const since = performance.now()
      if (connected) {
        await connected.over
        if (closed) return
        if (performance.now() - since > steadyMs) tries = 0
        log.info('the connection to Slack is over; connecting again')
      }
      await pause(pauses[Math.min(tries, pauses.length - 1)], undefined, { signal: closing.signal }).catch(() => {})
      tries += 1
      if (closed) return
      connected = await connect().catch((err: unknown) => {
        log.warn({ err }, 'could not connect to Slack; trying again')
        return undefined
      })
    }
  }

  return {
    async open() {
      const first = await connect().catch((error: unknown) => {
        if (isAboutToken(error)) throw error
        log.warn({ err: error }, 'could not connect to Slack yet; trying again')
        return undefined
      })
      void stayConnected(first)
    },
    async close() {
      closed = true
      closing.abort()
      await client?.disconnect()
    },
  }
}
