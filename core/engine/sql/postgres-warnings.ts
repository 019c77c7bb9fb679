import type { Database } from './database.ts'

const query = `select name, setting from pg_settings
  where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting = 'off' order by name`

/** What this PostgreSQL may lose, one sentence each. */
export async function postgresWarnings(db: Database): Promise<string[]> {
  const { rows } = await db.query<{ name: string; setting: string }>(query)
  return rows.map(
    ({ name, setting }) =>
      `PostgreSQL has ${name} ${setting}, so a crash of it can lose deliveries that were answered: set ${name} on`,
  )
}
