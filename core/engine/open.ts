import type { Engine } from './engine.ts'
import { EngineMisconfigured } from './errors.ts'
import { openRedis } from './redis/open.ts'
import { openEmbedded } from './sql/open-embedded.ts'
import { openPostgres } from './sql/open-postgres.ts'
import { troubles } from './troubles.ts'

export interface EngineOptions {
  /** Wins over `databaseUrl`; without either the engine is embedded in `dataDir`. */
  readonly redisUrl?: string
  readonly databaseUrl?: string
  readonly dataDir: string
  /** Keeps several engines on one server apart: small letters, digits and `_`. */
  readonly namespace?: string
  /** One sentence each: what takes long at the start, what went wrong in the background. Never a secret. */
  readonly log?: (sentence: string) => void
}

/**
 * Opens the engine that is configured, migrated and ready.
 * @throws DirectoryInUse, EngineUnreachable, EngineMisconfigured
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { redisUrl, databaseUrl, dataDir, namespace, log = () => {} } = options
  if (namespace !== undefined && !/^[a-z0-9_]{1,40}$/.test(namespace)) {
    throw new EngineMisconfigured(`The namespace ${namespace} may hold small letters, digits and _ only`)
  }
  const tell = troubles(log)
  if (redisUrl) return await openRedis(redisUrl, namespace, tell)
  if (databaseUrl) return await openPostgres(databaseUrl, namespace, tell)
  return await openEmbedded(dataDir, log, tell)
}
