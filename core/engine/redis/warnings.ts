import type { Redis } from 'ioredis'
import { reasonOf } from '../troubles.ts'

const wanted = [
  {
    setting: 'appendonly',
    value: 'yes',
    else: (is: string) =>
      `Redis has appendonly ${is}, so a restart of it can lose deliveries that were answered: set appendonly yes`,
  },
  {
    setting: 'appendfsync',
    value: 'always',
    else: (is: string) =>
      `Redis has appendfsync ${is}, so a power cut can lose its last second or more: set appendfsync always`,
  },
  {
    setting: 'maxmemory-policy',
    value: 'noeviction',
    else: (is: string) =>
      `Redis has maxmemory-policy ${is}, so it may throw away jobs and records when memory is short: set maxmemory-policy noeviction`,
  },
] as const

/** What this Redis may lose, one sentence each. */
export async function redisWarnings(redis: Redis): Promise<string[]> {
  try {
    const found = await Promise.all(wanted.map(async ({ setting }) => await settingOf(redis, setting)))
    return wanted.flatMap((one, at) => (found[at] === one.value ? [] : [one.else(found[at] ?? 'unknown')]))
  } catch (error) {
    // Managed servers refuse CONFIG; that says nothing about their durability, so somebody has to look.
    if (!/config|noperm/i.test(reasonOf(error))) throw error
    return [
      'Redis does not let us read its settings: make sure that it has appendonly yes, appendfsync always and maxmemory-policy noeviction',
    ]
  }
}

async function settingOf(redis: Redis, setting: string): Promise<string | undefined> {
  const answer = await redis.config('GET', setting)
  const value: unknown = Array.isArray(answer) ? answer[1] : undefined
  return typeof value === 'string' ? value : undefined
}
