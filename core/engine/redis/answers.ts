import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'

/** Whether the server answers on this connection within so many milliseconds; its status alone may be news of yesterday. */
export async function answers(redis: Redis, ms: number): Promise<boolean> {
  const stopped = new AbortController()
  const pong = redis.ping().then(
    () => true,
    () => false,
  )
  const late = sleep(ms, false, { signal: stopped.signal }).catch(() => false)
  try {
    return await Promise.race([pong, late])
  } finally {
    stopped.abort()
  }
}
