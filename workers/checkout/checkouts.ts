import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Redactor } from '../../core/secrets/redactor.ts'
import { CheckoutError } from './checkout-error.ts'
import { checkCloneUrl, checkSha } from './check-source.ts'
import { gitEnvironment } from './git-environment.ts'
import { fetchCommit, mirrorPath, openMirror, unreachable } from './mirror.ts'
import type { Git } from './mirror.ts'
import { createQueueByKey } from './one-at-a-time.ts'
import { folderOf, thisProcess } from './owner.ts'
import { orStopped } from './or-stopped.ts'
import { removeFolder } from './remove-folder.ts'
import { runGit } from './run-git.ts'
import { list, sweepDrafts, sweepMirror, sweepTrees } from './sweep.ts'

export interface Source {
  /** owner/name, for messages. */
  readonly repository: string
  /** https, http, ssh, git@host:path or file, without a password. */
  readonly cloneUrl: string
  /** Sent to the host of an http(s) clone URL, whichever that is: give it only where it belongs. */
  readonly token?: string | undefined
  /** The run the tree is for; part of its folder's name. */
  readonly run: string
  /** Stops git. */
  readonly signal?: AbortSignal | undefined
}

export interface CommitSource extends Source {
  /** Full commit id: nothing else decides what is checked out. */
  readonly sha: string
  /** What was asked for, for messages. */
  readonly ref?: string | undefined
}

/** A private folder with the files of one commit. Submodules and LFS files are not fetched. */
export interface Tree {
  readonly path: string
  readonly sha: string
  remove(): Promise<void>
}

/** Every method rejects with CheckoutError; its message is redacted. */
export interface Checkouts {
  tree(source: CommitSource): Promise<Tree>
  /** At what the remote's HEAD points to now. */
  defaultBranchTree(source: Source): Promise<Tree>
  /** Removes what crashed processes left behind, here and in the mirrors. For the start, and now and then. */
  sweep(): Promise<void>
}

export interface CheckoutOptions {
  /** Mirrors and work trees live here. Workers of one machine may share it. */
  readonly dir: string
  readonly redactor: Redactor
}

export function createCheckouts({ dir, redactor }: CheckoutOptions): Checkouts {
  const root = resolve(dir)
  const folders = { mirrors: join(root, 'mirrors'), trees: join(root, 'trees'), home: join(root, 'home') }
  const me = thisProcess()
  const oneAtATime = createQueueByKey()
  let made = 0

  function gitFor({ token, cloneUrl, signal }: Partial<Source> = {}): Git {
    if (token !== undefined) redactor.add(token)
    const env = gitEnvironment({ home: folders.home, token, cloneUrl })
    return async (args) => {
      const result = await runGit(args, { cwd: folders.home, env, signal })
      return { ...result, complaint: redactor.text(result.complaint) }
    }
  }

  function gitIn(repository: string, source?: Source): Git {
    const git = gitFor(source)
    return (args) => git([`--git-dir=${repository}`, ...args])
  }

  async function tree(source: CommitSource): Promise<Tree> {
    checkSha(source.sha)
    checkCloneUrl(source.cloneUrl)
    const mirror = mirrorPath(folders.mirrors, source.cloneUrl)
    const git = gitIn(mirror, source)
    await prepare()
    const fetch = async () => {
      await openMirror(mirror, gitFor(source))
      await fetchCommit(git, source)
    }
    await orStopped(() => oneAtATime(mirror, fetch), source.signal)
    return addTree(mirror, git, source)
  }

  async function addTree(mirror: string, git: Git, { sha, run, repository }: CommitSource): Promise<Tree> {
    made += 1
    const name = `${run.replace(/[^\w-]/g, '_').slice(0, 80)}-${made}`
    const path = join(folders.trees, folderOf(me), name)
    const remove = async () => {
      await removeFolder(path)
      // Not the run's git: its signal may have been what ends the run.
      await gitIn(mirror)(['worktree', 'prune'])
    }
    try {
      const added = await git(['worktree', 'add', '--quiet', '--detach', '--end-of-options', path, sha])
      if (added.code !== 0)
        throw new CheckoutError('broken', `no work tree of ${repository} could be made: ${added.complaint}`)
      await expectHead(path, sha, repository)
      return { path, sha, remove }
    } catch (error) {
      await remove()
      throw error
    }
  }

  /** The last word on what will be deployed is what git says is checked out. */
  async function expectHead(path: string, sha: string, repository: string): Promise<void> {
    const head = await gitIn(join(path, '.git'))(['rev-parse', 'HEAD'])
    if (head.out.trim() === sha) return
    throw new CheckoutError(
      'broken',
      `the work tree of ${repository} is at ${head.out.trim()}, not at ${sha}; nothing was run`,
    )
  }

  async function defaultBranchTree(source: Source): Promise<Tree> {
    checkCloneUrl(source.cloneUrl)
    await prepare()
    const heads = await gitFor(source)(['ls-remote', '--end-of-options', source.cloneUrl, 'HEAD'])
    if (heads.code !== 0) throw unreachable(source, heads)
    const [sha] = heads.out.split('\t')
    if (!sha) throw new CheckoutError('missing', `${source.repository} has no default branch to take the script from`)
    return tree({ ...source, sha, ref: 'its default branch' })
  }

  async function sweep(): Promise<void> {
    await prepare()
    await sweepTrees(folders.trees, me.place)
    await sweepDrafts(folders.mirrors)
    for (const name of (await list(folders.mirrors)).filter((entry) => entry.endsWith('.git'))) {
      const mirror = join(folders.mirrors, name)
      await oneAtATime(mirror, () => sweepMirror(mirror, gitIn(mirror)))
    }
  }

  async function prepare(): Promise<void> {
    await Promise.all([
      ...Object.values(folders).map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })),
      mkdir(join(folders.trees, folderOf(me)), { recursive: true, mode: 0o700 }),
    ])
  }

  return { tree, defaultBranchTree, sweep }
}
