import { type JobsOptions, type PgPool, Queue, Worker } from 'bullmq'
import type { Json } from '../../json.ts'
import { JsonText } from '../engine.ts'
import type { Backing } from '../queue/backing.ts'
import type { Policy } from '../queue/policy.ts'
import { streams, workerOptions } from '../queue/worker-options.ts'
import { backendIn } from './backend-factory.ts'

let adds = 0

/** BullMQ on PostgreSQL or PGlite; the pool's search path is `schema`. */
export async function sqlBacking(
  { name }: Policy,
  pool: PgPool,
  schema: string,
  onError: (error: Error) => void,
): Promise<Backing> {
  const factory = backendIn(schema)
  const queue = new Queue(name, { connection: pool, streams }, factory)
  queue.on('error', onError)
  await queue.waitUntilReady()
  const job = `"${schema}".job`
  const live = `select id from ${job} where queue = $1 and state in ('waiting', 'delayed', 'active')`
  const nameOf = `select name from ${job} where queue = $1 and id = $2`
  const putBack = `with back as (
      update ${job} set state = 'waiting', lock_token = null, locked_until_ms = null
      where queue = $1 and id = $2 and lock_token = $3 returning queue)
    select pg_notify('bullmq_jobs', queue) from back`

  /*
   * BullMQ answers an id it knows as if it had added it. The name of a job is of no other use to us, so each call gives
   * one of its own and reads back whose is there.
   */
  async function insert(jobId: string, data: Json | JsonText, options: JobsOptions): Promise<'added' | 'duplicate'> {
    const mark = `${queue.token}/${++adds}`
    // BullMQ keeps data as jsonb, which refuses \u0000 and changes the order of keys: a text in it is left alone.
    await queue.add(mark, data instanceof JsonText ? data.text : JSON.stringify(data), { ...options, jobId })
    const { rows } = await pool.query<{ name: string }>(nameOf, [name, jobId])
    const found = rows[0]?.name
    // Nothing there: it was added, and is done and forgotten already.
    return found === mark || found === undefined ? 'added' : 'duplicate'
  }

  return {
    insert,
    async liveJobIds() {
      const { rows } = await pool.query<{ id: string }>(live, [name])
      return rows.map(({ id }) => id)
    },
    dataOf: (taken) => JSON.parse(taken.data) as Json,
    /** Not BullMQ's moveToWait: on PostgreSQL that sends the job to the back of the line. */
    async putBack(taken, token) {
      await pool.query(putBack, [name, taken.id, token])
    },
    async startWorker(processor, settings) {
      const worker = new Worker(name, processor, { ...workerOptions(settings), connection: pool }, factory)
      worker.on('error', settings.onError)
      await worker.waitUntilReady()
      return worker
    },
    close: () => queue.close(),
  }
}
