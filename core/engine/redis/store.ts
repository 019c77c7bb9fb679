import type { Redis } from 'ioredis'
import { z } from 'zod'
import type { Json } from '../../json.ts'
import type { Entry, ListOptions, PutOptions, Store } from '../engine.ts'
import { redisLogs } from './logs.ts'
import { script } from './script.ts'
import { redisSortedSets } from './sorted-sets.ts'

/*
 * An entry is a hash {v: version, j: JSON} that Redis itself expires. `keys` is a sorted set of all keys with one score,
 * so by bytes; `expiring` has those with an expiry by its time, so that the index does not keep the dead for ever.
 */

const putScript = script(`
local have = redis.call('HGET', KEYS[1], 'v')
local condition = ARGV[3]
if condition == 'absent' then
  if have then return false end
elseif condition ~= '' and have ~= condition then
  return false
end
local version = redis.call('INCR', KEYS[4])
redis.call('HSET', KEYS[1], 'v', version, 'j', ARGV[2])
redis.call('ZADD', KEYS[2], 0, ARGV[1])
if ARGV[4] == '' then
  redis.call('PERSIST', KEYS[1])
  redis.call('ZREM', KEYS[3], ARGV[1])
  return version
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[3], now + ARGV[4], ARGV[1])
for _, key in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now, 'LIMIT', 0, 3)) do
  if redis.call('EXISTS', ARGV[5] .. key) == 0 then
    redis.call('ZREM', KEYS[2], key)
    redis.call('ZREM', KEYS[3], key)
  end
end
return version
`)

const deleteScript = script(`
if ARGV[2] ~= '' and redis.call('HGET', KEYS[1], 'v') ~= ARGV[2] then return 0 end
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZREM', KEYS[3], ARGV[1])
return redis.call('DEL', KEYS[1])
`)

const listScript = script(`
local found = {}
local from = ARGV[1]
local missing = tonumber(ARGV[3])
while missing > 0 do
  local keys = redis.call('ZRANGEBYLEX', KEYS[1], from, ARGV[2], 'LIMIT', 0, missing)
  if #keys == 0 then break end
  for _, key in ipairs(keys) do
    local entry = redis.call('HMGET', ARGV[4] .. key, 'v', 'j')
    if entry[1] then
      found[#found + 1] = {key, entry[1], entry[2]}
      missing = missing - 1
    else
      redis.call('ZREM', KEYS[1], key)
      redis.call('ZREM', KEYS[2], key)
    end
  end
  from = '(' .. keys[#keys]
end
return found
`)

const versionSchema = z.number().nullable()
const rowsSchema = z.array(z.tuple([z.string(), z.string(), z.string()]))
const defaultLimit = 1_000

export function redisStore(redis: Redis, prefix: string): Store {
  const keys = `${prefix}:keys`
  const expiring = `${prefix}:expiring`
  const versions = `${prefix}:version`
  const entries = `${prefix}:entry:`

  async function get(key: string): Promise<Entry | undefined> {
    const [version, json] = await redis.hmget(entries + key, 'v', 'j')
    return version && json ? toEntry(key, version, json) : undefined
  }

  async function put(key: string, value: Json, { if: condition, expiresInMs }: PutOptions = {}) {
    const args = [key, JSON.stringify(value), condition ?? '', expiresInMs === undefined ? '' : Math.ceil(expiresInMs)]
    const answer = await putScript(redis, [entries + key, keys, expiring, versions], [...args, entries])
    return versionSchema.parse(answer) ?? undefined
  }

  async function remove(key: string, { if: version }: { readonly if?: number } = {}): Promise<boolean> {
    return (await deleteScript(redis, [entries + key, keys, expiring], [key, version ?? ''])) === 1
  }

  async function list(prefixOfKeys: string, { after = '', limit = defaultLimit }: ListOptions = {}): Promise<Entry[]> {
    const from = after >= prefixOfKeys && after !== '' ? `(${after}` : `[${prefixOfKeys}`
    // Keys are printable ASCII, so DEL stands behind everything that starts with the prefix.
    const rows = await listScript(redis, [keys, expiring], [from, `(${prefixOfKeys}\x7f`, limit, entries])
    return rowsSchema.parse(rows).map(([key, version, json]) => toEntry(key, version, json))
  }

  return { get, put, delete: remove, list, sorted: redisSortedSets(redis, prefix), logs: redisLogs(redis, prefix) }
}

const toEntry = (key: string, version: string, json: string): Entry => ({
  key,
  value: JSON.parse(json) as Json,
  version: Number(version),
})
