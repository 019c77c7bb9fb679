import { createHash } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { cp, link, mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join, relative } from 'node:path'
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
  const [from, to] = [join(original, 'db'), join(directory, 'db')]
  await cp(from, to, {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (path) => !templates.includes(relative(from, path)),
  })
  for (const template of templates) await linkFiles(join(from, template), join(to, template))
}

/**
 * PostgreSQL's template databases: more than half of the files, which nobody connects to and so nobody writes. They are
 * linked, for a thousand new files for each of hundreds of tests cost more than the tests.
 */
const templates = [join('base', '1'), join('base', '4')]

async function linkFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  const names = await readdir(from)
  await Promise.all(names.map((name) => link(join(from, name), join(to, name))))
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
