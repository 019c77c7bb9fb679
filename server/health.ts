import { Router } from 'express'
import type { Logger } from 'pino'
import type { Engine } from '../core/engine/engine.ts'
import { within } from './within.ts'

export interface HealthOptions {
  readonly engine: Pick<Engine, 'ping'>
  readonly engineMs: number
  readonly log: Logger
}

/** What a load balancer or a container platform asks. Nobody has to be known for these, so they tell little. */
export function healthRoutes({ engine, engineMs, log }: HealthOptions): Router {
  const router = Router()

  router.get('/healthz', (_request, response) => {
    response.type('text/plain').send('The process is up.\n')
  })

  router.get('/readyz', async (_request, response) => {
    response.type('text/plain')
    try {
      await within(engineMs, 'the engine', engine.ping())
      response.send('Ready: the engine answers.\n')
    } catch (error) {
      log.error({ err: error }, 'not ready')
      response
        .status(503)
        .send('Not ready: the engine (REDIS_URL, DATABASE_URL or DATA_DIR) does not answer; the log says more.\n')
    }
  })

  return router
}
