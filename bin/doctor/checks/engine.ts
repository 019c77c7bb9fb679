import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DirectoryInUse, EngineMisconfigured, EngineUnreachable } from '../../../core/engine/errors.ts'
import { openEngine } from '../../../core/engine/open.ts'
import { broken, type Check, type Finding, ok, warning } from '../check.ts'

const names = { redis: 'REDIS_URL', postgres: 'DATABASE_URL', embedded: 'DATA_DIR' } as const

/** Whether what everything is stored in answers, and keeps what it is given. */
export const engine: Check = async ({ config }) => {
  const { engine: chosen, dataDir } = config
  const about = names[chosen.kind]
  const directory = join(dataDir, 'engine')
  // The doctor makes nothing: the first start does.
  if (chosen.kind === 'embedded' && !existsSync(directory))
    return [ok(about, `${dataDir} has no engine yet; the first start makes it`)]
  try {
    const opened = await openEngine({
      dataDir: directory,
      ...(chosen.kind === 'redis' && { redisUrl: chosen.url }),
      ...(chosen.kind === 'postgres' && { databaseUrl: chosen.url }),
    })
    try {
      await opened.ping()
      const warnings = await opened.warnings()
      return [ok(about, 'the engine answers'), ...warnings.map((text) => told(about, text))]
    } finally {
      await opened.close()
    }
  } catch (error) {
    // The one that runs is asked below, and it has it.
    if (error instanceof DirectoryInUse) return [ok(about, `process ${error.pid} runs on ${dataDir}`)]
    if (!(error instanceof EngineUnreachable || error instanceof EngineMisconfigured)) throw error
    return [broken(about, error.message, 'see that it runs, and that this machine may reach it')]
  }
}

function told(about: string, text: string): Finding {
  const [, says = text, next = 'docs/operations.md says how'] = /^(.*?): (.*)$/s.exec(text) ?? []
  return warning(about, says, next)
}
