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

/** How much more was kept at most while something ran. `done` says how much of it is, from 0 to 1. */
export async function growthOf(run: () => Promise<unknown>, done: () => number): Promise<number> {
  const before = keptBytes()
  let most = before
  let passed = 0
  const timer = setInterval(() => {
    const mark = marks[passed]
    if (mark === undefined || done() < mark) return
    passed += 1
    most = Math.max(most, keptBytes())
  }, lookMs)
  try {
    await run()
    most = Math.max(most, keptBytes())
  } finally {
    clearInterval(timer)
  }
  return most - before
}
