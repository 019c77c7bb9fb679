import { assertSchemaCompatibility, LATEST_SCHEMA_VERSION, runMigrations, SchemaMigrationRequiredError } from 'bullmq'
import type { Database, Schemas } from './database.ts'
import { migrations } from './migrations.ts'

const lockKey = 0x736c_6970 // "slip"; with the schema's name beside it, nobody else's

/** Brings both schemas up to date. Any number of processes may do so at once: one works, the others wait for it. */
export async function migrate(session: Database, schemas: Schemas): Promise<void> {
  if ((await versionOf(session, schemas.own)) < migrations.length) await migrateOwn(session, schemas.own)
  if ((await bullmqVersion(session, schemas.bullmq)) < LATEST_SCHEMA_VERSION) {
    await runMigrations(session, schemas.bullmq)
  }
}

async function migrateOwn(session: Database, schema: string): Promise<void> {
  await session.query('begin')
  try {
    await session.query('select pg_advisory_xact_lock($1, hashtext($2))', [lockKey, schema])
    await session.query(`create schema if not exists "${schema}"`)
    await session.query(`set local search_path to "${schema}"`)
    await session.query('create table if not exists migration (version integer primary key)')
    const done = await versionOf(session, schema)
    for (const [index, step] of migrations.entries()) {
      if (index < done) continue
      await session.query(step)
      await session.query('insert into migration (version) values ($1)', [index + 1])
    }
    await session.query('commit')
  } catch (error) {
    await session.query('rollback')
    throw error
  }
}

async function versionOf(session: Database, schema: string): Promise<number> {
  const { rows: found } = await session.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    `"${schema}".migration`,
  ])
  if (!found[0]?.there) return 0
  const { rows } = await session.query<{ version: number }>(
    `select coalesce(max(version), 0)::int as version from "${schema}".migration`,
  )
  return rows[0]?.version ?? 0
}

async function bullmqVersion(session: Database, schema: string): Promise<number> {
  try {
    return await assertSchemaCompatibility(session, schema)
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return 0
    throw error
  }
}
