import { readFile, rename, writeFile } from 'node:fs/promises'
import type { State } from './state.ts'

export interface StateFile {
  readonly state: State
  /** Resolves when everything changed before the call is on disk. Calls that come together share one write. */
  readonly save: () => Promise<void>
}

// Told by its code: node's own errors are not `instanceof Error` of every realm, Jest's among them.
const isMissing = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT'

async function read(file: string): Promise<State | undefined> {
  try {
    // Written by us, by rename, readable by us alone: a state that parses is a state.
    return JSON.parse(await readFile(file, 'utf8')) as State
  } catch (error) {
    if (isMissing(error)) return undefined
    throw new Error(`the sandbox cannot read ${file}; delete its directory to begin afresh`, { cause: error })
  }
}

/** The state of the sandbox GitHub in one JSON file, replaced whole so that a killed process leaves the old or the new one. */
export async function openStateFile(file: string, fresh: () => State): Promise<StateFile> {
  const state = (await read(file)) ?? fresh()
  let writing: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined

  async function write(): Promise<void> {
    const draft = `${file}.new`
    await writeFile(draft, JSON.stringify(state), { mode: 0o600 })
    await rename(draft, file)
  }

  function save(): Promise<void> {
    next ??= writing
      .catch(() => undefined)
      .then(() => {
        next = undefined
        writing = write()
        return writing
      })
    return next
  }

  return { state, save }
}
