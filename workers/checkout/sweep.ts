import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { draftEnd, keptRefs } from './mirror.ts'
import type { Git } from './mirror.ts'
import { isAlive, ownerOf } from './owner.ts'
import { removeFolder } from './remove-folder.ts'

/** Nothing is deployed for a week; what another place left untouched for longer was left by a crash. */
const foreignAgeMs = 7 * 24 * 3_600_000
/** No git of ours holds a lock file for so long. */
const lockAgeMs = 3_600_000
/** Commits kept per mirror; older ones are fetched again when they are wanted again. */
const keptCommits = 100

/** Removes work trees of processes that are gone. */
export async function sweepTrees(trees: string, place: string): Promise<void> {
  for (const folder of await list(trees)) {
    const owner = ownerOf(folder)
    const path = join(trees, folder)
    const orphaned = owner?.place === place ? !isAlive(owner) : (await ageMs(path)) > foreignAgeMs
    if (orphaned) await removeFolder(path)
  }
}

/** Removes mirrors that were never finished. */
export async function sweepDrafts(mirrors: string): Promise<void> {
  for (const folder of await list(mirrors)) {
    const path = join(mirrors, folder)
    if (folder.endsWith(draftEnd) && (await ageMs(path)) > lockAgeMs) await removeFolder(path)
  }
}

/** Brings a mirror in order after a crash, and keeps it small. */
export async function sweepMirror(mirror: string, git: Git): Promise<void> {
  const files = await readdir(mirror, { recursive: true })
  for (const file of files.filter((name) => name.endsWith('.lock'))) {
    if ((await ageMs(join(mirror, file))) > lockAgeMs) await rm(join(mirror, file), { force: true })
  }
  await git(['worktree', 'prune'])
  const refs = await git(['for-each-ref', '--sort=-committerdate', '--format=%(refname)', keptRefs])
  for (const ref of refs.out.split('\n').filter(Boolean).slice(keptCommits)) await git(['update-ref', '-d', ref])
  await git(['-c', 'gc.auto=6700', '-c', 'gc.autoDetach=false', 'gc', '--auto', '--quiet'])
}

export async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}

/** 0 for what has just gone. */
async function ageMs(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  )
}
