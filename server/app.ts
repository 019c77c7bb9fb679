import { randomUUID } from 'node:crypto'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { ApiToken } from '../core/config/api-tokens.ts'
import type { Ports } from '../core/actions/ports.ts'
import type { Engine } from '../core/engine/engine.ts'
import { BadParameter } from './api/bad-parameter.ts'
import { commandRoutes, type Perform } from './api/commands.ts'
import { readRoutes } from './api/read.ts'
import { gate } from './gate.ts'
import { healthRoutes } from './health.ts'
import type { Limits } from './limits.ts'
import { pageRoutes } from './pages/routes.ts'

export interface AppOptions {
  readonly engine: Engine
  readonly ports: Ports
  readonly perform: Perform
  readonly apiTokens: readonly ApiToken[]
  readonly limits: Limits
  readonly log: Logger
  /** The address that the server listens on, as the system tells it. */
  readonly boundTo: () => string
  readonly closing: AbortSignal
}

/** Everything that is answered but GitHub's deliveries. */
export function createApp(options: AppOptions): Express {
  const { engine, ports, perform, apiTokens, limits, log, boundTo, closing } = options
  const app = express()
  app.disable('x-powered-by').disable('etag')
  app.use(guardAnswers)
  app.use(healthRoutes({ engine, engineMs: limits.engineMs, log }))
  app.use(gate(apiTokens, boundTo))
  app.use('/api', commandRoutes({ ports, perform, maxBytes: limits.commandBytes }))
  app.use('/api', readRoutes({ ports, closing }))
  app.use(pageRoutes(ports))
  app.use(nothingHere)
  app.use(toldError(log))
  return app
}

/** Headers that every answer has; a page puts a policy of its own in the place of this one. */
const guardAnswers: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
  })
  next()
}

const nothingHere: RequestHandler = (request, response) => {
  response.status(404).json({ error: `There is nothing at ${request.method} ${request.path}.` })
}

/** A request's own faults are told to whoever sent it; ours go to the log, and the answer says where to find them. */
const toldError =
  (log: Logger): ErrorRequestHandler =>
  (error, request, response, next) => {
    if (response.headersSent) return next(error)
    if (error instanceof BadParameter) {
      response.status(error.status).json({ error: `${error.message}.`, parameter: error.parameter })
      return
    }
    const fault = faultOfRequest(error)
    if (fault) {
      response.status(fault.status).json({ error: `The request cannot be read: ${fault.message}.` })
      return
    }
    const id = randomUUID()
    log.error({ err: error, id, method: request.method, path: request.path }, 'a request failed')
    response.status(500).json({ error: `Something went wrong here; the server's log has it under ${id}.` })
  }

/** What express and its body parser throw for requests they cannot read (http-errors with `expose`). */
function faultOfRequest(error: unknown): { status: number; message: string } | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined
  return error.status >= 400 && error.status < 500 ? { status: error.status, message: error.message } : undefined
}
