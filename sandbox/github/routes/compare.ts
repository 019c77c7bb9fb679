import { notFound } from '../api-error.ts'
import { paged } from '../paging.ts'
import type { Answer, RepositoryCall } from '../route.ts'
import { commitView } from '../views/commit-view.ts'

const fileStatus: { readonly [letter: string]: string } = { A: 'added', D: 'removed', M: 'modified' }

function relation(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return 'diverged'
  if (ahead > 0) return 'ahead'
  return behind > 0 ? 'behind' : 'identical'
}

/** `GET …/compare/{base}...{head}`: commits oldest first, files on the first page only, as GitHub pages it. */
export async function compare(call: RepositoryCall): Promise<Answer> {
  const { deed, repository, params, query } = call
  const { hub } = deed
  const git = hub.git(repository)
  const [baseRef = '', headRef = ''] = (params['range'] ?? '').split('...')
  const [base, head] = [await git.resolve(baseRef), await git.resolve(headRef)]
  const fork = base && head && (await git.mergeBase(base.sha, head.sha))
  const baseCommit = base && (await git.commitAt(base.sha))
  const forkCommit = fork && (await git.commitAt(fork))
  if (!base || !head || !baseCommit || !forkCommit) throw notFound()

  const commits = (await git.log(`${base.sha}..${head.sha}`)).toReversed()
  const behind = await git.count(`${head.sha}..${base.sha}`)
  const firstPage = (query.get('page') ?? '1') === '1'
  const files = firstPage ? await git.changed(forkCommit.sha, head.sha) : []
  const page = `${hub.url}/${repository.fullName}/compare/${baseRef}...${headRef}`
  return paged(
    call,
    commits,
    (commit) => commitView(hub, repository, commit),
    (shown) => ({
      url: call.url.href,
      html_url: page,
      permalink_url: page,
      base_commit: commitView(hub, repository, baseCommit),
      merge_base_commit: commitView(hub, repository, forkCommit),
      status: relation(commits.length, behind),
      ahead_by: commits.length,
      behind_by: behind,
      total_commits: commits.length,
      commits: shown,
      files: files.map(({ letter, path }) => ({ filename: path, status: fileStatus[letter] ?? 'changed' })),
    }),
  )
}
