import { PGlite, types } from '@electric-sql/pglite'
import { lockDirectory } from '../directory-lock.ts'
import type { Engine } from '../engine.ts'
import type { Troubles } from '../troubles.ts'
import { schemasOf } from './database.ts'
import { sqlEngine } from './engine.ts'
import { migrate } from './migrate.ts'
import { pglitePool } from './pglite-pool.ts'
import { prepareDirectory } from './prepare-directory.ts'
import { withSession } from './with-session.ts'

const warning =
  'The embedded engine survives its process being killed, but the machine losing power can cost its last seconds: set REDIS_URL or DATABASE_URL where that matters'

// Its 128 MB of buffers would fill up while a long log is written; the system caches the same pages once more anyway.
const frugal = ['-c', 'shared_buffers=16MB']

/*
 * PGlite would write bytes as text. What its serializer for a type leaves as bytes it sends as bytes, though its own type
 * speaks of strings only: text of that length stays in the heap until it is swept as a whole, 100 MB for a long log.
 */
const asTheyAre = (bytes: Uint8Array) => bytes as unknown as string

/**
 * PostgreSQL inside this process, in `<dataDir>/db`. A first opening takes some seconds and says so.
 * @throws DirectoryInUse
 */
export async function openEmbedded(dataDir: string, log: (sentence: string) => void, tell: Troubles): Promise<Engine> {
  const unlock = await lockDirectory(dataDir)
  let db: PGlite | undefined
  try {
    const prepared = await prepareDirectory(dataDir, log)
    db = await PGlite.create(prepared.directory, {
      startParams: [...PGlite.defaultStartParams, ...frugal],
      serializers: { [types.BYTEA]: asTheyAre },
    })
    const schemas = schemasOf(undefined)
    const pool = pglitePool(db)
    await withSession(pool, (session) => migrate(session, schemas))
    await prepared.done()
    await pool.query(`set search_path to "${schemas.bullmq}"`)
    const close = async () => {
      await pool.end()
      await unlock()
    }
    return await sqlEngine({ kind: 'embedded', pool, schemas, warnings: async () => [warning], close, tell })
  } catch (error) {
    await db?.close()
    await unlock()
    throw error
  }
}
