import { createHash, randomBytes } from 'node:crypto'
import { rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CheckoutError } from './checkout-error.ts'
import type { GitResult } from './run-git.ts'

/** git in a given mirror, or in none. */
export type Git = (args: readonly string[]) => Promise<GitResult>

/** One bare repository per clone URL; the URL itself is not stored in it. */
export function mirrorPath(mirrors: string, cloneUrl: string): string {
  const name = basename(cloneUrl)
    .replace(/\.git$/, '')
    .replace(/[^\w.-]/g, '_')
    .slice(0, 60)
  return join(mirrors, `${name}-${createHash('sha256').update(cloneUrl).digest('hex').slice(0, 16)}.git`)
}

/** Name of a mirror that is being made. */
export const draftEnd = '.new'

/** Ours to the letter: whatever a script wrote into it from its work tree is gone before git reads it for us again. */
const configuration = '[core]\n\trepositoryformatversion = 0\n\tbare = true\n'

/** Makes the mirror when it is not there, in one step that another worker on the same folder cannot see half of. */
export async function openMirror(path: string, git: Git): Promise<void> {
  if (!(await exists(path))) {
    const fresh = `${path}.${randomBytes(6).toString('hex')}${draftEnd}`
    const made = await git(['init', '--quiet', '--bare', '--template=', fresh])
    if (made.code !== 0) throw new CheckoutError('broken', `no mirror could be made: ${made.complaint}`)
    // Another worker was faster: its mirror is as good.
    await rename(fresh, path).catch(() => rm(fresh, { recursive: true, force: true }))
  }
  const draft = join(path, `config.${randomBytes(6).toString('hex')}`)
  await writeFile(draft, configuration)
  await rename(draft, join(path, 'config'))
}

export interface Wanted {
  readonly repository: string
  readonly cloneUrl: string
  readonly sha: string
  readonly ref?: string | undefined
}

/** Where a commit that was deployed is kept, so that git knows what it has and does not collect it. */
export const keptRefs = 'refs/slipway'

/** Gets a commit and its history into the mirror; from the network only when it is not there. */
export async function fetchCommit(git: Git, wanted: Wanted): Promise<void> {
  const { cloneUrl, sha } = wanted
  const kept = `${keptRefs}/${sha}`
  if ((await git(['rev-parse', '--verify', '--quiet', `${kept}^{commit}`])).code === 0) return

  const direct = await git([
    'fetch',
    '--quiet',
    '--no-write-fetch-head',
    '--end-of-options',
    cloneUrl,
    `+${sha}:${kept}`,
  ])
  if (direct.code === 0) return
  if (isUnreachable(direct.complaint)) throw unreachable(wanted, direct)

  // Servers may refuse to send what no branch points to by its id alone.
  const all = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']
  const whole = await git([
    'fetch',
    '--quiet',
    '--no-write-fetch-head',
    '--prune',
    '--end-of-options',
    cloneUrl,
    ...all,
  ])
  if (whole.code !== 0) throw unreachable(wanted, whole)
  if ((await git(['rev-parse', '--verify', '--quiet', `${sha}^{commit}`])).code !== 0) throw missing(wanted)
  await git(['update-ref', kept, sha])
}

/** What stays the same however one asks. */
function isUnreachable(complaint: string): boolean {
  return /could not resolve|unable to access|could not read|authentication failed|not found|does not (?:exist|appear)|permission denied|timed out|refused/i.test(
    complaint,
  )
}

export function unreachable({ repository }: { readonly repository: string }, { complaint }: GitResult): CheckoutError {
  return new CheckoutError(
    'unreachable',
    `${repository} could not be fetched: ${complaint}; see whether the clone URL is right and the worker may read it`,
  )
}

function missing({ repository, sha, ref }: Wanted): CheckoutError {
  const named = ref === undefined ? '' : ` (${ref})`
  return new CheckoutError(
    'missing',
    `${repository} has no commit ${sha.slice(0, 8)}${named} any more; if the branch was pushed over, deploy it again`,
  )
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
