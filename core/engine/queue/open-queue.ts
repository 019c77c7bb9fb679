import { DelayedError, type Job, type Processor, WaitingError } from 'bullmq'
import type { Json } from '../../json.ts'
import { type Consumer, type JsonText, Later, type Queue, type QueuedJob, type WorkOptions } from '../engine.ts'
import { reasonOf, type Troubles } from '../troubles.ts'
import type { Backing } from './backing.ts'
import { fromJobId, toJobId } from './job-id.ts'
import { pauseAfter, type Policy } from './policy.ts'
import { sleepUntil } from './sleep-until.ts'

type Handler = (job: QueuedJob) => Promise<void>

/** One queue of ours on one queue of BullMQ. `close` stops its consumers first. */
export function openQueue(policy: Policy, backing: Backing, tell: Troubles): Queue & { close(): Promise<void> } {
  const consumers = new Set<Consumer>()
  const where = `Queue ${policy.name}`

  async function add(id: string, data: Json | JsonText, { delayMs = 0 } = {}): Promise<'added' | 'duplicate'> {
    return await backing.insert(toJobId(id), data, delayMs > 0 ? { ...policy.job, delay: delayMs } : policy.job)
  }

  async function liveIds(): Promise<Set<string>> {
    const ids = await backing.liveJobIds()
    return new Set(ids.map(fromJobId).filter((id) => id !== undefined))
  }

  async function work(handler: Handler, { concurrency }: WorkOptions): Promise<Consumer> {
    const stopping = new AbortController()
    const underWay = new Set<Promise<void>>()
    const told = tracked(telling(handler, where, tell), underWay)
    const processor = policy.inOrder ? inOrder(told, backing, stopping.signal) : oneByOne(told, backing)
    const onError = (error: Error) => tell(where, error)
    const worker = await backing.startWorker(processor, { concurrency, policy, pauseAfter, onError })
    const consumer = {
      async close() {
        stopping.abort()
        await worker.close()
        await Promise.allSettled(underWay)
        consumers.delete(consumer)
      },
    }
    consumers.add(consumer)
    return consumer
  }

  async function close(): Promise<void> {
    await Promise.all([...consumers].map((consumer) => consumer.close()))
    await backing.close()
  }

  return { add, liveIds, work, close }
}

/** A failed try is told before BullMQ counts it. */
function telling(handler: Handler, where: string, tell: Troubles): Handler {
  return async (job) => {
    try {
      await handler(job)
    } catch (error) {
      if (!(error instanceof Later)) tell(where, `job ${job.id} failed: ${reasonOf(error)}`)
      throw error
    }
  }
}

/** A worker that lost its server no longer waits for its handlers; we do. */
function tracked(handler: Handler, underWay: Set<Promise<void>>): Handler {
  return async (job) => {
    const run = handler(job)
    underWay.add(run)
    try {
      await run
    } finally {
      underWay.delete(run)
    }
  }
}

/** BullMQ's way: a job that has to wait steps aside for the others. */
function oneByOne(handler: Handler, backing: Backing): Processor {
  return async (job, token) => {
    try {
      await handler(seen(job, backing, job.attemptsMade + 1))
    } catch (error) {
      if (!(error instanceof Later)) throw error
      await job.moveToDelayed(Date.now() + error.afterMs, token)
      throw new DelayedError(error.message)
    }
  }
}

/** The job keeps its place: it is tried until done, and given back when the consumer closes meanwhile. */
function inOrder(handler: Handler, backing: Backing, stopping: AbortSignal): Processor {
  return async (job, token = '') => {
    let attempt = job.attemptsMade + 1
    for (;;) {
      const pause = await pauseOf(() => handler(seen(job, backing, attempt)), attempt)
      if (pause === 'done') return
      if (pause.counts) attempt++
      await sleepUntil(pause.ms, stopping)
      if (!stopping.aborted) continue
      await backing.putBack(job, token)
      throw new WaitingError('The consumer was closed while the job waited for its next try')
    }
  }
}

async function pauseOf(
  attempt: () => Promise<void>,
  number: number,
): Promise<'done' | { ms: number; counts: boolean }> {
  try {
    await attempt()
    return 'done'
  } catch (error) {
    return error instanceof Later ? { ms: error.afterMs, counts: false } : { ms: pauseAfter(number), counts: true }
  }
}

const seen = (job: Job, backing: Backing, attempt: number): QueuedJob => ({
  id: fromJobId(job.id ?? '') ?? '',
  data: backing.dataOf(job),
  attempt,
})
