import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { Client } from 'pg'

/** An engine that nobody else uses: variables that name it, and its end. */
export interface OwnEngine {
  readonly env: { readonly REDIS_URL?: string; readonly DATABASE_URL?: string }
  remove(): Promise<void>
}

const claim = 'claimed-by-a-test'
const claimSeconds = 300

/** One of the upper databases of that Redis, empty and claimed: several runs of the tests may share the server. */
export async function ownRedis(url: string): Promise<OwnEngine> {
  for (let database = 15; database >= 8; database--) {
    const own = new URL(url)
    own.pathname = `/${database}`
    const redis = new Redis(own.href)
    const claimed = await redis.set(claim, process.pid, 'EX', claimSeconds, 'NX')
    const free = claimed === 'OK' && (await redis.dbsize()) === 1
    if (claimed === 'OK' && !free) await redis.del(claim)
    await redis.quit()
    if (free) return { env: { REDIS_URL: own.href }, remove: () => flush(own.href) }
  }
  throw new Error('no database of the Redis that TEST_REDIS_URL names is empty')
}

async function flush(url: string): Promise<void> {
  const redis = new Redis(url)
  await redis.flushdb()
  await redis.quit()
}

/** A new database on that PostgreSQL. */
export async function ownPostgres(url: string): Promise<OwnEngine> {
  const name = `slipway_test_${randomBytes(6).toString('hex')}`
  await statement(url, `create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return { env: { DATABASE_URL: own.href }, remove: () => statement(url, `drop database ${name} with (force)`) }
}

async function statement(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}

interface Shared {
  readonly name: string
  readonly open: () => Promise<OwnEngine>
}

const redisUrl = process.env['TEST_REDIS_URL']
const databaseUrl = process.env['TEST_DATABASE_URL']

/** Engines that several processes can share; none where no server is named. */
export const sharedEngines: readonly Shared[] = [
  ...(redisUrl ? [{ name: 'Redis', open: () => ownRedis(redisUrl) }] : []),
  ...(databaseUrl ? [{ name: 'PostgreSQL', open: () => ownPostgres(databaseUrl) }] : []),
]
