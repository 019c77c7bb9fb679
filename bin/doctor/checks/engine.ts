import { accessSync, constants, existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Client } from 'pg'
import { EngineMisconfigured, EngineUnreachable } from '../../../core/engine/errors.ts'
import { openEngine } from '../../../core/engine/open.ts'
import { postgresWarnings } from '../../../core/engine/sql/postgres-warnings.ts'
import { reasonOf } from '../../../core/engine/troubles.ts'
import { broken, type Check, type Finding, ok, warning } from '../check.ts'

/** Whether what everything is stored in answers, and keeps what it is given. */
export const engine: Check = async ({ config: { engine: chosen } }) => {
  if (chosen.kind === 'embedded') return directory(chosen.dataDir)
  return chosen.kind === 'redis' ? redis(chosen.url) : postgres(chosen.url)
}

const reachable = 'see that it runs, and that this machine may reach it'

async function redis(redisUrl: string): Promise<Finding[]> {
  try {
    const opened = await openEngine({ redisUrl, dataDir: '' })
    try {
      const warnings = await opened.warnings()
      return [ok('REDIS_URL', 'Redis answers'), ...warnings.map((text) => told('REDIS_URL', text))]
    } finally {
      await opened.close()
    }
  } catch (error) {
    if (!(error instanceof EngineUnreachable || error instanceof EngineMisconfigured)) throw error
    return [broken('REDIS_URL', error.message, reachable)]
  }
}

/** Without the engine, which would make its tables. */
async function postgres(connectionString: string): Promise<Finding[]> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    const query = async <R>(text: string) => ({ rows: (await client.query(text)).rows as R[] })
    const warnings = await postgresWarnings({ query })
    return [ok('DATABASE_URL', 'PostgreSQL answers'), ...warnings.map((text) => told('DATABASE_URL', text))]
  } catch (error) {
    return [broken('DATABASE_URL', `PostgreSQL does not answer: ${reasonOf(error)}`, reachable)]
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** It belongs to the process that runs on it, so it is not opened from here. */
function directory(dataDir: string): Finding[] {
  const there = nearestThat(resolve(dataDir))
  try {
    accessSync(there, constants.W_OK)
    return [ok('DATA_DIR', `the embedded engine lives in ${dataDir}`)]
  } catch {
    return [
      broken(
        'DATA_DIR',
        `${there} cannot be written to by this user`,
        'change its owner, or set DATA_DIR to another directory',
      ),
    ]
  }
}

/** The directory itself, or the one in which it would be made. */
const nearestThat = (path: string): string => (existsSync(path) ? path : nearestThat(dirname(path)))

function told(about: string, text: string): Finding {
  const [, says = text, next = 'docs/operations.md says how'] = /^(.*?): (.*)$/s.exec(text) ?? []
  return warning(about, says, next)
}
