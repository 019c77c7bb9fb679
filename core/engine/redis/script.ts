import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'

type Argument = string | number | Buffer

/** A Lua script, sent by its hash; in full only when the server does not know it (yet, or since its restart). */
export function script(lua: string): (redis: Redis, keys: string[], args: Argument[]) => Promise<unknown> {
  const sha = createHash('sha1').update(lua).digest('hex')
  return async (redis, keys, args) => {
    try {
      return await redis.evalsha(sha, keys.length, ...keys, ...args)
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
      return await redis.eval(lua, keys.length, ...keys, ...args)
    }
  }
}
