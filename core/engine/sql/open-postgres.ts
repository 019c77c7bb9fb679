import type { PgPool } from 'bullmq'
import { Pool } from 'pg'
import type { Engine } from '../engine.ts'
import { EngineMisconfigured, EngineUnreachable } from '../errors.ts'
import { reasonOf, type Troubles } from '../troubles.ts'
import { schemasOf } from './database.ts'
import { sqlEngine } from './engine.ts'
import { migrate } from './migrate.ts'
import { postgresWarnings } from './postgres-warnings.ts'
import { withSession } from './with-session.ts'

const connections = 12 // three of them only listen
const connectMs = 5_000

/**
 * PostgreSQL, in the schemas `slipway` and `bullmq`, or `slipway_<namespace>` and `bullmq_<namespace>`.
 * @throws EngineUnreachable, EngineMisconfigured
 */
export async function openPostgres(
  databaseUrl: string,
  namespace: string | undefined,
  tell: Troubles,
): Promise<Engine> {
  const schemas = schemasOf(namespace)
  const pool = new Pool({
    connectionString: databaseUrl,
    max: connections,
    keepAlive: true,
    connectionTimeoutMillis: connectMs,
    application_name: 'slipway',
    // BullMQ's statements name their tables without a schema.
    options: `-c search_path="${schemas.bullmq}"`,
  })
  pool.setMaxListeners(0)
  pool.on('error', (error) => tell('PostgreSQL', error))
  const close = () => pool.end()
  try {
    await reach(pool, databaseUrl)
    // BullMQ means this very class, but its type for `on` is written in another way than that of @types/pg.
    const shared = pool as unknown as PgPool
    await withSession(shared, (session) => migrate(session, schemas))
    const warnings = () => postgresWarnings(shared)
    return await sqlEngine({ kind: 'postgres', pool: shared, schemas, warnings, close, tell })
  } catch (error) {
    await close()
    throw error
  }
}

async function reach(pool: Pool, databaseUrl: string): Promise<void> {
  const address = addressOf(databaseUrl)
  try {
    await pool.query('select 1')
  } catch (error) {
    throw new EngineUnreachable('DATABASE_URL', address, reasonOf(error))
  }
}

function addressOf(databaseUrl: string): string {
  if (!/^postgres(ql)?:\/\//.test(databaseUrl) || !URL.canParse(databaseUrl)) {
    throw new EngineMisconfigured(
      'DATABASE_URL is not a PostgreSQL address; write it as postgres://user@host:5432/database',
    )
  }
  const { host, pathname } = new URL(databaseUrl)
  return `${host}${pathname}`
}
