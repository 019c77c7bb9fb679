import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

interface Prepared {
  readonly directory: string
  /** To be called when the database in it is complete. */
  done(): Promise<void>
}

/** Where PGlite keeps its files. What a first opening left unfinished (it was killed) is begun again: nothing is lost. */
export async function prepareDirectory(dataDir: string, log: (sentence: string) => void): Promise<Prepared> {
  const directory = join(dataDir, 'db')
  const unfinished = join(dataDir, 'db.unfinished')
  const done = () => rm(unfinished, { force: true })
  if (existsSync(unfinished)) await rm(directory, { recursive: true, force: true })
  if (existsSync(directory)) return { directory, done }
  log(`Preparing the data directory ${dataDir}; this is done once and takes some seconds`)
  await writeFile(unfinished, '')
  return { directory, done }
}
