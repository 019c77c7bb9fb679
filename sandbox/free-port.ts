import { createServer } from 'node:net'

// Below the range that systems hand out by themselves, so that a port chosen now is likely free tomorrow.
const range = { from: 20_000, size: 10_000 }
const tries = 50

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** A port of this machine that nobody listens on and that is not among those given. */
export async function freePort(taken: readonly number[]): Promise<number> {
  for (let i = 0; i < tries; i += 1) {
    const port = range.from + Math.floor(Math.random() * range.size)
    if (!taken.includes(port) && (await isFree(port))) return port
  }
  throw new Error(
    `no free port found between ${range.from} and ${range.from + range.size}; stop something and try again`,
  )
}
