import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Asking, Ended, RunOptions } from '../provider.ts'

export interface MachineRun extends Pick<RunOptions, 'timeoutMs' | 'silenceMs' | 'onLine'> {
  readonly env: { readonly [name: string]: string }
}

/** Where cap runs: a tree of the app, and a folder of the run beside it. */
export interface Machine {
  /** Path of the run's folder there. */
  readonly folder: string
  /** Path of the app's tree there. */
  readonly tree: string
  /** Path of a folder there for what runs share. */
  readonly cache: string
  /** In the tree. Interrupted when the run is told to stop, then ended. */
  run(command: readonly string[], options: MachineRun): Promise<Ended>
  /** Writes a file of the run's folder. */
  write(name: string, text: string): Promise<void>
  /** A file of the run's folder; rejects when it is not there. */
  read(name: string): Promise<string>
  remove(name: string): Promise<void>
  close(): Promise<void>
}

/** Capistrano's own hooks may have to talk to hosts after an interrupt. */
export const graceMs = 20_000

/** The worker itself. */
export async function thisMachine(context: Pick<Asking, 'run' | 'variable'>, tree: string): Promise<Machine> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-cap-'))
  return {
    folder,
    tree,
    cache: resolve(context.variable('DATA_DIR') ?? '.slipway'),
    run: (command, options) => context.run(command, { cwd: tree, stopSignal: 'SIGINT', graceMs, ...options }),
    write: (name, text) => writeFile(join(folder, name), text),
    read: (name) => readFile(join(folder, name), 'utf8'),
    remove: (name) => rm(join(folder, name), { force: true }),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
