import type { Redis } from 'ioredis'
import type { Member, RangeOptions, SortedSets } from '../engine.ts'

export function redisSortedSets(redis: Redis, prefix: string): SortedSets {
  const keyOf = (set: string) => `${prefix}:sorted:${set}`

  async function add(set: string, member: string, score: number): Promise<void> {
    await redis.zadd(keyOf(set), score, member)
  }

  async function remove(set: string, member: string): Promise<boolean> {
    return (await redis.zrem(keyOf(set), member)) === 1
  }

  async function range(set: string, options: RangeOptions = {}): Promise<Member[]> {
    const { min = -Infinity, max = Infinity, limit = -1, reverse = false } = options
    const flat = reverse
      ? await redis.zrevrangebyscore(keyOf(set), edge(max), edge(min), 'WITHSCORES', 'LIMIT', 0, limit)
      : await redis.zrangebyscore(keyOf(set), edge(min), edge(max), 'WITHSCORES', 'LIMIT', 0, limit)
    return pairs(flat)
  }

  return { add, remove, range }
}

/** Redis spells infinity its own way. */
function edge(score: number): string {
  if (Number.isFinite(score)) return String(score)
  return score < 0 ? '-inf' : '+inf'
}

function pairs(flat: readonly string[]): Member[] {
  const members: Member[] = []
  for (let at = 0; at + 1 < flat.length; at += 2) {
    members.push({ member: flat[at] ?? '', score: Number(flat[at + 1]) })
  }
  return members
}
