import { Job, type JobsOptions, Queue, Worker } from 'bullmq'
import type { Json } from '../../json.ts'
import { JsonText } from '../engine.ts'
import type { Backing } from '../queue/backing.ts'
import type { Policy } from '../queue/policy.ts'
import { streams, workerOptions } from '../queue/worker-options.ts'
import { inOneWrite } from './in-one-write.ts'
import { answers } from './answers.ts'
import type { Connections } from './connections.ts'
import { ended } from './ended.ts'

const patienceMs = 2_000
let adds = 0

/** BullMQ on Redis. */
export async function redisBacking(
  { name }: Policy,
  connections: Connections,
  prefix: string,
  onError: (error: Error) => void,
): Promise<Backing> {
  const queue = new Queue(name, { connection: connections.producer, prefix, streams })
  queue.on('error', onError)
  await queue.waitUntilReady()
  const backend = queue.getBackend()
  const producer = await backend.client

  /*
   * BullMQ answers an id it knows as if it had added it. The name of a job is of no other use to us, so each call gives
   * one of its own and reads back whose is there. Both are sent in one go: that takes no longer than the add alone.
   */
  async function insert(jobId: string, data: Json | JsonText, options: JobsOptions): Promise<'added' | 'duplicate'> {
    const mark = `${queue.token}/${++adds}`
    const job = new Job(queue, mark, data instanceof JsonText ? null : data, options, jobId).asJSON()
    if (data instanceof JsonText) job.data = data.text
    inOneWrite(connections.producer)
    const inserted = backend.addJobToTransaction(producer, job, jobId)
    const [, [found]] = await Promise.all([inserted, producer.hmget(backend.toKey(jobId), 'name')])
    // Nothing there: it was added, and is done and forgotten already.
    return found === mark || !found ? 'added' : 'duplicate'
  }

  return {
    insert,
    liveJobIds: () => queue.getRanges(['waiting', 'prioritized', 'delayed', 'active'], 0, -1),
    dataOf: (job) => job.data as Json,
    putBack: async (job, token) => {
      await job.moveToWait(token)
    },
    async startWorker(processor, settings) {
      const { redis, giveUp } = connections.worker()
      const worker = new Worker(name, processor, { ...workerOptions(settings), connection: redis, prefix })
      worker.on('error', settings.onError)
      await worker.waitUntilReady()
      const blocking = await worker.getBackend().blockingClient
      return {
        async close() {
          await worker.pause(true)
          // BullMQ would wait for ever for a server that is away: then its connections have to end before it closes.
          // What it cannot report as done is found stalled, and done again.
          if (!(await answers(redis, patienceMs))) {
            giveUp()
            await ended(blocking ? [redis, blocking] : [redis], patienceMs)
          }
          await worker.close()
          redis.disconnect()
        },
      }
    },
    close: () => queue.close(),
  }
}
