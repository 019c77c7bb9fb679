import { createHash } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { cp, readFile, rename } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { DirectoryInUse } from '../core/engine/errors.ts'
import { openEngine } from '../core/engine/open.ts'
import { migrations } from '../core/engine/sql/migrations.ts'

/**
 * Makes `directory` one in which an embedded engine was opened before and holds nothing yet. The first opening of one
 * takes seconds of both cores, a copy a fifth of one; first openings are tested in core/engine and by the demo.
 */
export async function preparedEngine(directory: string): Promise<void> {
  const original = await originalEngine()
  await cp(join(original, 'db'), join(directory, 'db'), { recursive: true, mode: constants.COPYFILE_FICLONE })
}

/** Where the one is that is copied; makes it where it is missing. */
export async function originalEngine(): Promise<string> {
  const original = await pathOfOriginal()
  while (!existsSync(original)) await makeOriginal(original)
  return original
}

/** Kept between runs of the tests; another one for other packages and other migrations. */
async function pathOfOriginal(): Promise<string> {
  const packages = await readFile(new URL('../package-lock.json', import.meta.url), 'utf8')
  const key = createHash('sha256')
    .update(JSON.stringify([packages, migrations]))
    .digest('hex')
    .slice(0, 16)
  return join(tmpdir(), `slipway-test-engine-${userInfo().uid}-${key}`)
}

/** The directory's own lock lets one of several runs make it, and the others wait for that one. */
async function makeOriginal(original: string): Promise<void> {
  const unfinished = `${original}.unfinished`
  try {
    const engine = await openEngine({ dataDir: unfinished })
    await engine.close()
    await rename(unfinished, original)
  } catch (error) {
    if (!(error instanceof DirectoryInUse) && !existsSync(original)) throw error
    await pause(100)
  }
}
