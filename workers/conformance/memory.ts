import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const lookMs = 20
/** Shares of the way at which is looked: collecting all garbage takes time that the run is then short of. */
const marks = [0.5, 0.75, 0.9] as const

/** Bytes that stay in memory after everything that nobody needs is gone. */
function keptBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const mostTries = 8
const steady = 1_000_000

/** What was kept before has gone only after some collections with time between them: it must not hide what comes. */
async function settledBytes(): Promise<number> {
  let last = keptBytes()
  for (let tries = 1; tries < mostTries; tries++) {
    await pause(lookMs)
    const next = keptBytes()
    if (last - next < steady) return next
    last = next
  }
  return last
}

/** Something under way, when it is over, and how much of it is done, from 0 to 1. */
export interface UnderWatch<T> {
  readonly what: T
  readonly over: Promise<unknown>
  readonly done: () => number
}

export interface Growth<T> {
  readonly what: T
  /** Bytes that were kept at most beyond those of before. */
  readonly grown: number
  readonly tookMs: number
}

/** Begins something when memory has settled, and sees how much more is kept while it goes on. */
export async function growthOf<T>(begin: () => UnderWatch<T>): Promise<Growth<T>> {
  const before = await settledBytes()
  const begun = performance.now()
  const { what, over, done } = begin()
  let most = before
  let passed = 0
  const timer = setInterval(() => {
    const mark = marks[passed]
    if (mark === undefined || done() < mark) return
    passed += 1
    most = Math.max(most, keptBytes())
  }, lookMs)
  try {
    await over
  } finally {
    clearInterval(timer)
  }
  const tookMs = performance.now() - begun
  return { what, grown: Math.max(most, keptBytes()) - before, tookMs }
}
