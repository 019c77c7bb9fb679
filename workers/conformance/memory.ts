import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const lookMs = 500

/** Bytes that stay in memory after everything that nobody needs is gone. */
function keptBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** How much more was kept at most while something ran. */
export async function growthOf(run: () => Promise<unknown>): Promise<number> {
  const before = keptBytes()
  let most = before
  const look = () => {
    most = Math.max(most, keptBytes())
  }
  const timer = setInterval(look, lookMs)
  try {
    await run()
    look()
  } finally {
    clearInterval(timer)
  }
  return most - before
}
