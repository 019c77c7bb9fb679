import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { DirectoryInUse } from './errors.ts'

const ownerSchema = z.object({ pid: z.number().int().positive(), started: z.string() })
type Owner = z.infer<typeof ownerSchema>

const settleMs = 20 // longer than two calls of the file system take

/**
 * Makes the directory ours until the returned function is called, or this process is gone however it went.
 * @throws DirectoryInUse when a living process has it.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const lock = join(directory, 'engine.lock')
  const owner: Owner = { pid: process.pid, started: (await startOf(process.pid)) ?? '' }
  const mine = JSON.stringify({ ...owner, token: randomUUID() })
  // Written aside and then linked: the lock appears with its content, so nobody ever reads half of it.
  const draft = `${lock}.${randomUUID()}`
  await writeFile(draft, mine, { mode: 0o600 })
  try {
    while (!(await taken(draft, lock, mine))) await clearIfDead(lock, directory)
  } finally {
    await rm(draft, { force: true })
  }
  return async () => {
    if ((await readLock(lock)) === mine) await rm(lock, { force: true })
  }
}

/** A lock taken while others clear away a dead owner's may be moved for a moment: it counts when it stays. */
async function taken(draft: string, lock: string, mine: string): Promise<boolean> {
  if (!(await linked(draft, lock))) return false
  await sleep(settleMs)
  return (await readLock(lock)) === mine
}

async function linked(draft: string, lock: string): Promise<boolean> {
  try {
    await link(draft, lock)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function clearIfDead(lock: string, directory: string): Promise<void> {
  const found = await readLock(lock)
  if (found === undefined) return
  const owner = parseOwner(found)
  if (owner && (await lives(owner))) throw new DirectoryInUse(directory, owner.pid)

  // Two may see the same dead owner. Who moves the file away checks that it is still the dead one's, else puts it back.
  const aside = `${lock}.${randomUUID()}`
  try {
    await rename(lock, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  if ((await readLock(aside)) !== found) await linked(aside, lock)
  await unlink(aside)
}

/** A process of that id that started at another time is another process: ids are used again. */
async function lives({ pid, started }: Owner): Promise<boolean> {
  if (!isRunning(pid)) return false
  const now = await startOf(pid)
  return now === undefined || started === '' || now === started
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** Boot and clock tick of the start (proc(5), field 22 of stat); undefined where there is no /proc. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    // The second field is the command in parentheses and may hold anything, so counting starts behind it.
    const afterCommand = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return `${boot.trim()}/${afterCommand[22 - 3]}`
  } catch {
    return undefined
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

async function readLock(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** By shape, not by class: the runtime's errors may come from another realm than ours. */
const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
