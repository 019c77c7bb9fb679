import type { JobsOptions } from 'bullmq'

/** How a queue treats its jobs. */
export interface Policy {
  readonly name: 'events' | 'deployments' | 'chat'
  readonly job: JobsOptions
  /** How often a job may lose its worker and still be taken up again. */
  readonly maxStalled: number
  /** A job that fails is tried again before the next one is taken. */
  readonly inOrder: boolean
}

const firstPauseMs = 500
const longestPauseMs = 30_000

/** Milliseconds until the next try, after so many failed ones. */
export const pauseAfter = (failures: number): number =>
  Math.min(firstPauseMs * 2 ** Math.min(failures - 1, 10), longestPauseMs)

const practicallyForEver = 1_000_000_000
const rememberedSeconds = 3 * 24 * 60 * 60 // GitHub lets a delivery be redelivered for three days

const untilDone: JobsOptions = {
  attempts: practicallyForEver,
  backoff: { type: 'pauseAfter' },
  removeOnComplete: { age: rememberedSeconds },
  stackTraceLimit: 1,
}

const atMostOnce: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true }

export const policies = {
  events: { name: 'events', job: untilDone, maxStalled: practicallyForEver, inOrder: false },
  deployments: { name: 'deployments', job: atMostOnce, maxStalled: 0, inOrder: false },
  chat: { name: 'chat', job: untilDone, maxStalled: practicallyForEver, inOrder: true },
} as const satisfies Record<Policy['name'], Policy>
