import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const shape = z.object({ url: z.string(), pid: z.number().int() })
export type ServerFile = z.infer<typeof shape>

const pathIn = (dataDir: string) => join(dataDir, 'server.json')

/** Tells the commands of this machine where the server runs. Returns how to take that back. */
export async function writeServerFile(dataDir: string, url: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await writeFile(pathIn(dataDir), `${JSON.stringify({ url, pid: process.pid } satisfies ServerFile)}\n`)
  return async () => {
    // Another server may have started on the same directory since.
    if ((await readServerFile(dataDir))?.pid === process.pid) await rm(pathIn(dataDir), { force: true })
  }
}

/** Undefined when no server of this directory said where it is. One that was killed leaves its file behind. */
export async function readServerFile(dataDir: string): Promise<ServerFile | undefined> {
  try {
    return shape.parse(JSON.parse(await readFile(pathIn(dataDir), 'utf8')))
  } catch {
    // Not there, or of a file system that lost half of it: nobody is known to run.
    return undefined
  }
}
