import { pipeline } from 'node:stream/promises'
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { requestNow } from '../../core/actions/request-now.ts'
import type { Ports } from '../../core/actions/ports.ts'
import { type DeploymentRecord, deploymentState } from '../../core/records/deployment.ts'
import { deploymentById, findDeployments, isCursor } from '../../core/records/find.ts'
import { pings } from '../../core/records/pings.ts'
import { targetsNow } from '../targets-now.ts'
import { deploymentJson } from './deployment-json.ts'
import { deploymentLog, liveDeploymentLog } from './deployment-log.ts'
import { parseFields } from './parse-fields.ts'
import { targetJson } from './target-json.ts'

const name = z.string().min(1).max(200)
const whole = (text: string) =>
  z
    .string()
    .regex(/^\d{1,15}$/, text)
    .transform(Number)

const search = z.strictObject({
  app: name.optional(),
  environment: name.optional(),
  state: deploymentState.optional(),
  q: name.optional(),
  limit: whole('must be a number from 1 to 100').pipe(z.number().min(1).max(100)).default(20),
  cursor: z.string().refine(isCursor, 'must be what the "next" link of an earlier answer says').optional(),
})
const which = z.object({ id: whole('must be the number of a deployment, as GitHub counts them') })
const asking = z.object({ id: z.string().regex(/^[\w-]{1,80}$/, 'must be the id of a request') })
const reading = z.strictObject({
  follow: z.enum(['0', '1']).default('0'),
  from: whole('must be a number of bytes').default(0),
})

export interface ReadOptions {
  readonly ports: Ports
  /** Aborted when the server closes: whoever follows a log is let go. */
  readonly closing: AbortSignal
}

/** Routes of the API that only read. Lists are arrays; where there is more, a Link header with rel="next" leads there. */
export function readRoutes({ ports, closing }: ReadOptions): Router {
  const { engine, records } = ports
  const router = Router()

  router.get('/targets', async (_request, response) => {
    response.json((await targetsNow(ports)).map(targetJson))
  })

  // For `slipway doctor`, which has GitHub send one.
  router.get('/pings', async (_request, response) => {
    const known = await pings(engine.store)
    response.json(known.map(({ hook, at }) => ({ hook, at: new Date(at).toISOString() })))
  })

  // Nobody can hold a target yet.
  router.get('/holds', (_request, response) => {
    response.json([])
  })

  router.get('/deployments', async (request, response) => {
    const { app, environment, state, q, limit, cursor } = parseFields(search, request.query)
    const target = app && environment && ports.apps().find(app)?.target(environment)
    const filter = target ? { target: target.id } : { ...(app && { app }), ...(environment && { environment }) }
    const { found, next } = await findDeployments(
      engine.store,
      records,
      { ...filter, ...(state && { state }), ...(q && { q }), limit },
      cursor,
    )
    if (next !== undefined) response.links({ next: nextUrl(request, next) })
    response.json(found.map(deploymentJson))
  })

  // What a command asked for, by the `request` of its answer: it may wait long before it has a deployment.
  router.get('/requests/:id', async (request, response) => {
    const now = await requestNow(parseFields(asking, request.params).id, ports)
    if (!now) response.status(404).json({ error: 'There is no such request here.' })
    else response.json({ ...now, ...(now.state === 'bound' && { deployment: now.deployment.id }) })
  })

  router.get('/deployments/:id', async (request, response) => {
    const record = await asked(request, response)
    if (record) response.json(deploymentJson(record))
  })

  router.get('/deployments/:id/log', async (request, response) => {
    const { follow, from } = parseFields(reading, request.query)
    const record = await asked(request, response)
    if (!record) return

    response.type('text/plain; charset=utf-8').flushHeaders()
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const log = { logs: engine.store.logs, records, key: record.key, from }
    const text = follow === '1' ? liveDeploymentLog(log, AbortSignal.any([closing, gone.signal])) : deploymentLog(log)
    try {
      await pipeline(text, response)
    } catch (error) {
      if (gone.signal.aborted) return
      ports.log.error({ deployment: record.id, err: error }, 'could not read a log to its end')
      response.destroy()
    }
  })

  async function asked(request: Request, response: Response): Promise<DeploymentRecord | undefined> {
    const { id } = parseFields(which, request.params)
    const record = await deploymentById(engine.store, records, id)
    if (!record) response.status(404).json({ error: `There is no deployment #${id} here.` })
    return record
  }

  return router
}

function nextUrl(request: Request, cursor: string): string {
  const url = new URL(request.originalUrl, 'http://here.invalid')
  url.searchParams.set('cursor', cursor)
  return url.pathname + url.search
}
