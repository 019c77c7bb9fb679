import type { WorkerOptions } from 'bullmq'
import type { WorkerSettings } from './backing.ts'

// A job whose worker died is found at the second look after its lock ran out: at most 8 + 2 × 3 s after the death.
const lockDuration = 8_000
const stalledInterval = 3_000

/** Seconds a worker without work sleeps; a new job wakes it at once, so this only bounds what a lost wake-up costs. */
const drainDelay = 30

/** Milliseconds before a worker that lost its connection tries again. */
const runRetryDelay = 1_000

export const workerOptions = ({ concurrency, policy, pauseAfter }: WorkerSettings) =>
  ({
    concurrency,
    lockDuration,
    stalledInterval,
    drainDelay,
    runRetryDelay,
    maxStalledCount: policy.maxStalled,
    settings: { backoffStrategy: (attemptsMade: number) => pauseAfter(attemptsMade) },
  }) satisfies Partial<WorkerOptions>

/** BullMQ keeps a stream of events for listeners of which we have none: a short one will do. */
export const streams = { events: { maxLen: 200 } }
