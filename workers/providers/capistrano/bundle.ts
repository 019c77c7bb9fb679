import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createQueueByKey } from '../../checkout/one-at-a-time.ts'
import { Halt } from './halt.ts'
import type { Machine } from './machine.ts'
import { Stopped } from './stopped.ts'

/** How the app's cap is called. */
export interface Program {
  readonly command: readonly string[]
  readonly env: { readonly [name: string]: string }
  /** 2 or 3; 3 where nothing says so. */
  readonly major: number
}

/** Bundler does not guard a folder against a second one that installs into it. */
const oneAtATime = createQueueByKey()

/** `cap`, or `bundle exec cap` with all its gems there: the machine's, or installed into a folder that runs share. */
export async function programOf(
  tree: string,
  env: { readonly [name: string]: string },
  machine: Machine,
): Promise<Program> {
  if (!existsSync(join(tree, 'Gemfile'))) return { command: ['cap'], env: {}, major: 3 }
  const program = { command: ['bundle', 'exec', 'cap'], env: {}, major: majorIn(await lockOf(tree)) }
  const checked = await machine.run(['bundle', 'check'], { env })
  if (checked.stopped !== undefined) throw new Stopped(checked.stopped)
  if (checked.notStarted !== undefined) throw new Halt(`${checked.notStarted}; the app has a Gemfile`)
  if (checked.code === 0) return program

  const folder = `${machine.cache}/bundles/${await keyOf(tree)}`
  const withPath = { BUNDLE_PATH: folder, BUNDLE_JOBS: '4', BUNDLE_RETRY: '2' }
  const installed = await oneAtATime(folder, () => machine.run(['bundle', 'install'], { env: { ...env, ...withPath } }))
  if (installed.stopped !== undefined) throw new Stopped(installed.stopped)
  if (installed.code !== 0) throw new Halt('bundle install failed; its last lines are in the log')
  return { ...program, env: withPath }
}

/** The same gems, the same folder. */
async function keyOf(tree: string): Promise<string> {
  const gemfile = await readFile(join(tree, 'Gemfile'), 'utf8')
  return createHash('sha256')
    .update(`${gemfile}\0${await lockOf(tree)}`)
    .digest('hex')
    .slice(0, 32)
}

const lockOf = (tree: string) => readFile(join(tree, 'Gemfile.lock'), 'utf8').catch(() => '')

/** Of the Capistrano that a Gemfile.lock has resolved. */
export function majorIn(lock: string): number {
  const [, major] = /^ {4}capistrano \((\d+)\./m.exec(lock) ?? []
  return major === undefined ? 3 : Number(major)
}
