import type { Redis } from 'ioredis'

const lookMs = 100

/** Resolves once the connection has been down for so many milliseconds without a break, or has been ended. */
export function awayFor(ms: number, redis: Redis): Promise<void> {
  return new Promise((resolve) => {
    let since = Date.now()
    const timer = setInterval(() => {
      if (redis.status === 'ready') since = Date.now()
      if (redis.status !== 'end' && Date.now() - since < ms) return
      clearInterval(timer)
      resolve()
    }, lookMs)
  })
}
