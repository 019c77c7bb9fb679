import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Author } from './author.ts'
import { type Commit, commitFormat, parseCommits } from './commit.ts'
import { askGit, git } from './run-git.ts'
import { serial } from './serial.ts'

export interface Branch {
  readonly name: string
  readonly sha: string
}

export interface Change {
  readonly branch: string
  /** Where a branch that does not exist yet begins; without it the branch has no history. */
  readonly from?: string
  readonly message: string
  readonly author: Author
  /** Paths and their new text. A path that starts with `script/` is executable. */
  readonly files: { readonly [path: string]: string }
  readonly remove?: readonly string[]
}

export interface Resolved {
  readonly kind: 'branch' | 'tag' | 'sha'
  readonly sha: string
  /** The branch's or tag's own name, without `refs/heads/`. */
  readonly name: string
}

const modes = { plain: '100644', executable: '100755' }
const isExecutable = (path: string) => path.startsWith('script/')

/** One bare repository on disk, read and changed with the git binary only. */
export class GitRepository {
  readonly dir: string
  /** Work that reads a branch and then moves it goes through here, one at a time. */
  readonly exclusively = serial()

  constructor(dir: string) {
    this.dir = dir
  }

  get url(): string {
    return pathToFileURL(this.dir).href
  }

  /** Makes the repository. Any commit can be fetched by its sha, as from GitHub. */
  async init(defaultBranch: string): Promise<void> {
    await mkdir(this.dir, { recursive: true })
    await git(['init', '--quiet', '--bare', '--template=', `--initial-branch=${defaultBranch}`], { cwd: this.dir })
    await this.#git(['config', 'uploadpack.allowAnySHA1InWant', 'true'])
  }

  /** Sha of a branch's head. */
  async head(branch: string): Promise<string | undefined> {
    return this.#commitOf(`refs/heads/${branch}`)
  }

  async tag(name: string): Promise<string | undefined> {
    return this.#commitOf(`refs/tags/${name}`)
  }

  /** What a ref names: a branch before a tag before a commit, as GitHub looks it up. Fully spelt refs are understood. */
  async resolve(ref: string): Promise<Resolved | undefined> {
    const name = ref.replace(/^refs\/(heads|tags)\//, '')
    const kinds = ref.startsWith('refs/tags/') ? (['tag'] as const) : (['branch', 'tag'] as const)
    for (const kind of kinds) {
      const sha = kind === 'branch' ? await this.head(name) : await this.tag(name)
      if (sha !== undefined) return { kind, sha, name }
    }
    if (!/^[0-9a-f]{7,40}$/.test(ref)) return undefined
    const sha = await this.#commitOf(ref)
    return sha === undefined ? undefined : { kind: 'sha', sha, name: ref }
  }

  async branches(): Promise<Branch[]> {
    const out = await this.#git(['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads/'])
    return out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({ sha: line.slice(0, 40), name: line.slice('refs/heads/'.length + 41) }))
  }

  /** Adds one commit to a branch and returns its sha. Throws GitError when the branch's name is none. */
  async commit({ branch, from, message, author, files, remove = [] }: Change): Promise<string> {
    await this.#git(['check-ref-format', '--branch', branch])
    const parent = (await this.head(branch)) ?? from
    const body = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`
    const script = [
      `commit refs/heads/${branch}\n`,
      'mark :1\n',
      `committer ${author.name} <${author.email}> now\n`,
      body(message),
      parent === undefined ? '' : `from ${parent}\n`,
      ...remove.map((path) => `D ${path}\n`),
      ...Object.entries(files).map(
        ([path, text]) => `M ${isExecutable(path) ? modes.executable : modes.plain} inline ${path}\n${body(text)}`,
      ),
      'get-mark :1\n',
    ]
    return this.#git(['fast-import', '--quiet', '--date-format=now'], script.join(''))
  }

  async setTag(name: string, sha: string): Promise<void> {
    await this.#git(['update-ref', `refs/tags/${name}`, sha])
  }

  /** Points HEAD at another branch: what a clone checks out. */
  async setDefaultBranch(branch: string): Promise<void> {
    await this.#git(['symbolic-ref', 'HEAD', `refs/heads/${branch}`])
  }

  async contains(descendant: string, ancestor: string): Promise<boolean> {
    const { code } = await this.#ask(['merge-base', '--is-ancestor', ancestor, descendant])
    return code === 0
  }

  /** Merges `base` into the branch and moves the branch. The new head, or undefined when the merge conflicts. */
  async merge(branch: string, base: Branch, author: Author): Promise<string | undefined> {
    const head = await this.head(branch)
    const tree = await mkdtemp(join(tmpdir(), 'slipway-merge-'))
    const who = {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_COMMITTER_NAME: author.name,
      GIT_COMMITTER_EMAIL: author.email,
    }
    try {
      await this.#git(['worktree', 'add', '--quiet', '--force', '--detach', tree, `refs/heads/${branch}`])
      const message = `Merge branch '${base.name}' into ${branch}`
      const merged = await askGit(['merge', '--quiet', '--no-ff', '-m', message, base.sha], { cwd: tree, env: who })
      if (merged.code !== 0) return undefined
      const sha = await git(['rev-parse', 'HEAD'], { cwd: tree })
      await this.#git(['update-ref', `refs/heads/${branch}`, sha, head ?? ''])
      return sha
    } finally {
      await rm(tree, { recursive: true, force: true })
      await this.#git(['worktree', 'prune'])
    }
  }

  async mergeBase(one: string, other: string): Promise<string | undefined> {
    const { code, out } = await this.#ask(['merge-base', one, other])
    return code === 0 ? out : undefined
  }

  /** Commits of a range, newest first. */
  async log(range: string, limit = 10_000): Promise<Commit[]> {
    return parseCommits(await this.#git(['log', `--format=${commitFormat}`, `--max-count=${limit}`, range, '--']))
  }

  async commitAt(sha: string): Promise<Commit | undefined> {
    const [commit] = await this.log(sha, 1)
    return commit
  }

  async count(range: string): Promise<number> {
    return Number(await this.#git(['rev-list', '--count', range, '--']))
  }

  /** Changed paths with git's status letter. */
  async changed(from: string, to: string): Promise<{ readonly letter: string; readonly path: string }[]> {
    const out = await this.#git(['diff', '--no-renames', '--name-status', '-z', from, to, '--'])
    const parts = out.split('\0').filter((part) => part !== '')
    return parts.flatMap((letter, i) => (i % 2 === 0 ? [{ letter, path: parts[i + 1] ?? '' }] : []))
  }

  /** Lines that a commit added and took away, against its first parent. */
  async sizeOf(sha: string): Promise<{ readonly additions: number; readonly deletions: number }> {
    const out = await this.#git(['show', '-m', '--first-parent', '--numstat', '--format=', sha, '--'])
    // A binary file has dashes.
    const counts = [...out.matchAll(/^(\d+)\t(\d+)\t/gm)]
    const sum = (column: 1 | 2) => counts.reduce((total, count) => total + Number(count[column]), 0)
    return { additions: sum(1), deletions: sum(2) }
  }

  /** Text of a file; undefined when it is not there. */
  async file(sha: string, path: string): Promise<string | undefined> {
    const { code, out } = await this.#ask(['show', `${sha}:${path}`])
    return code === 0 ? out : undefined
  }

  async paths(sha: string): Promise<string[]> {
    const out = await this.#git(['ls-tree', '-r', '-z', '--name-only', sha])
    return out.split('\0').filter((path) => path !== '')
  }

  async #commitOf(ref: string): Promise<string | undefined> {
    const { code, out } = await this.#ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])
    return code === 0 ? out : undefined
  }

  #git(args: readonly string[], input = ''): Promise<string> {
    return git(args, { cwd: this.dir, input })
  }

  #ask(args: readonly string[]) {
    return askGit(args, { cwd: this.dir })
  }
}
