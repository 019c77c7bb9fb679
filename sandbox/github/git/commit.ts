import type { Author } from './author.ts'

export interface Signature extends Author {
  /** ISO 8601. */
  readonly date: string
}

export interface Commit {
  readonly sha: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: Signature
  readonly committer: Signature
  readonly message: string
}

const fields = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B']

/** For `git log --format`: fields end with NUL, commits with RS, which no sha, name or date holds. */
export const commitFormat = `${fields.join('%x00')}%x1e`

function parse(record: string): Commit {
  const [sha = '', tree = '', parents = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', message = ''] =
    record.split('\0')
  return {
    sha,
    tree,
    parents: parents === '' ? [] : parents.split(' '),
    author: { name: an, email: ae, date: ad },
    committer: { name: cn, email: ce, date: cd },
    message: message.trimEnd(),
  }
}

export const parseCommits = (log: string): Commit[] =>
  log
    .split('\u001e')
    .map((record) => record.trimStart())
    .filter((record) => record !== '')
    .map(parse)
