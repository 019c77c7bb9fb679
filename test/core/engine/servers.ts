import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { Client } from 'pg'

/** A name that no other run of the tests uses. */
export const ownNamespace = () => `test_${randomBytes(6).toString('hex')}`

/** Removes what an engine of that namespace wrote to Redis. */
export async function cleanRedis(redisUrl: string, namespace: string): Promise<void> {
  const redis = new Redis(redisUrl)
  for await (const keys of redis.scanStream({ match: `slipway-${namespace}:*`, count: 1_000 })) {
    if (Array.isArray(keys) && keys.length > 0) await redis.unlink(keys.map(String))
  }
  await redis.quit()
}

/** Removes what an engine of that namespace wrote to PostgreSQL. */
export async function cleanPostgres(databaseUrl: string, namespace: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(`set client_min_messages to warning`)
  await client.query(`drop schema if exists "slipway_${namespace}" cascade`)
  await client.query(`drop schema if exists "bullmq_${namespace}" cascade`)
  await client.end()
}
