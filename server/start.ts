import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import type { Ports } from '../core/actions/ports.ts'
import type { ApiToken } from '../core/config/api-tokens.ts'
import type { Engine } from '../core/engine/engine.ts'
import { putAddress } from '../core/records/address.ts'
import { notePing } from '../core/records/pings.ts'
import type { Perform } from './api/commands.ts'
import { createApp } from './app.ts'
import { ServerStartError } from './errors.ts'
import { createIntake, isDelivery } from './intake.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { within } from './within.ts'

const idleCheckMs = 50

export interface ServerOptions {
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  readonly engine: Engine
  readonly ports: Ports
  readonly perform: Perform
  /** Any of them may have signed a delivery. */
  readonly webhookSecrets: readonly string[]
  readonly apiTokens: readonly ApiToken[]
  readonly log: Logger
  /** Where people reach this server, when that is another address than it listens on. */
  readonly publicUrl?: string
  readonly limits?: Partial<Limits>
}

export interface RunningServer {
  readonly url: string
  readonly port: number
  /** Takes no more requests, lets those under way end for a moment, and lets followers of logs go. */
  close(): Promise<void>
}

/** Starts the server role: the webhook intake in front of the express app, on one HTTP server. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, port, engine, webhookSecrets, log, publicUrl } = options
  if (webhookSecrets.length === 0 || webhookSecrets.includes(''))
    throw new ServerStartError(
      'GITHUB_WEBHOOK_SECRET is not set, so nobody could tell deliveries of GitHub from forged ones: set it to the secret of the webhook on GitHub',
    )

  const limits = { ...defaultLimits, ...options.limits }
  const closing = new AbortController()
  let boundTo = ''
  const intake = createIntake({
    events: engine.queues.events,
    secrets: webhookSecrets,
    pinged: (hook) => within(limits.engineMs, 'the engine', notePing(engine.store, hook, Date.now())),
    limits,
    log,
  })
  const app = createApp({
    ...options,
    limits,
    boundTo: () => boundTo,
    closing: closing.signal,
  })
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      // The intake has a limit of its own, which answers in its own words; this one is for every other route.
      requestTimeout: limits.headersMs + limits.bodyMs,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => {
      if (!isDelivery(request)) return app(request, response)
      intake(request, response).catch((error: unknown) => {
        log.error({ err: error }, 'the intake failed on a delivery')
        response.destroy()
      })
    },
  )

  await listen(server, host, port)
  const bound = addressOf(server)
  boundTo = bound.address
  const url = urlOf(host, bound)

  async function close(): Promise<void> {
    closing.abort()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    // A connection that is kept alive becomes idle only when the answer under way on it has ended.
    const idle = setInterval(() => server.closeIdleConnections(), idleCheckMs)
    const timer = setTimeout(() => server.closeAllConnections(), limits.closeMs)
    await closed
    clearInterval(idle)
    clearTimeout(timer)
  }

  try {
    await within(limits.engineMs, 'the engine', putAddress(engine.store, publicUrl ?? url))
  } catch (error) {
    await close()
    throw error
  }
  log.info({ url }, 'the server listens')
  return { url, port: bound.port, close }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new ServerStartError(whyNot(error, host, port), { cause: error })),
    )
    server.listen(port, host, resolve)
  })
}

function whyNot(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE')
    return `PORT ${port} on ${host} is taken by another program: set PORT to a free one, or to 0 to have one picked`
  if (error.code === 'EACCES') return `PORT ${port} may not be listened on by this user: set PORT to one above 1023`
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `HOST ${host} is not an address of this machine: set HOST to 127.0.0.1, or to 0.0.0.0 for all of its addresses`
  return `cannot listen on ${host} port ${port}: ${error.message}`
}

function addressOf(server: Server): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a network address')
  return address
}

/** `0.0.0.0` is no address to go to, so this machine's own name for itself stands in its place. */
function urlOf(host: string, { family, port }: AddressInfo): string {
  if (host === '0.0.0.0' || host === '::') return `http://localhost:${port}`
  return `http://${family === 'IPv6' && host.includes(':') ? `[${host}]` : host}:${port}`
}
