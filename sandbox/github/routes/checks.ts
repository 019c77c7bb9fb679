import { ApiError, notFound } from '../api-error.ts'
import { commitStatusInput, createCommitStatus } from '../operations/create-commit-status.ts'
import { checkRunChange, checkRunInput, createCheckRun, updateCheckRun } from '../operations/write-check-run.ts'
import { paged } from '../paging.ts'
import { checkRunsOf, statusesOf } from '../required-contexts.ts'
import { created, ok, parseBody, type RepositoryCall, repositoryRoute, type Route } from '../route.ts'
import { checkRunView, commitStatusView } from '../views/check-views.ts'
import { repositoryView } from '../views/repository-view.ts'

async function shaOf({ deed, repository, params }: RepositoryCall): Promise<string> {
  const ref = params['ref'] ?? ''
  const found = await deed.hub.git(repository).resolve(ref)
  if (found === undefined) throw new ApiError(422, `No commit found for SHA: ${ref}`)
  return found.sha
}

/** GitHub's rule: failure if any failed, pending if any waits or none reported, else success. */
function combined(states: readonly string[]): string {
  if (states.some((state) => state === 'failure' || state === 'error')) return 'failure'
  return states.length === 0 || states.includes('pending') ? 'pending' : 'success'
}

export const checks: readonly Route[] = [
  repositoryRoute('GET', '/commits/*ref/status', async (call) => {
    const { deed, repository } = call
    const sha = await shaOf(call)
    const statuses = statusesOf(repository, sha)
    return paged(
      call,
      statuses,
      (status) => commitStatusView(deed.hub, repository, status),
      (page) => ({
        state: combined(statuses.map(({ state }) => state)),
        statuses: page,
        sha,
        total_count: statuses.length,
        repository: repositoryView(deed.hub, repository),
      }),
    )
  }),

  repositoryRoute('GET', '/commits/*ref/statuses', async (call) => {
    const sha = await shaOf(call)
    const all = call.repository.statuses.filter((status) => status.sha === sha).toReversed()
    return paged(call, all, (status) => commitStatusView(call.deed.hub, call.repository, status))
  }),

  repositoryRoute('POST', '/statuses/:sha', async ({ deed, repository, params, body }) => {
    const input = parseBody(commitStatusInput, body)
    const status = await createCommitStatus(deed, repository, params['sha'] ?? '', input)
    return created(commitStatusView(deed.hub, repository, status))
  }),

  repositoryRoute('GET', '/commits/*ref/check-runs', async (call) => {
    const { deed, repository, query } = call
    const sha = await shaOf(call)
    const all = repository.checkRuns.filter((run) => run.sha === sha)
    const asked = query.get('filter') === 'all' ? all : checkRunsOf(repository, sha)
    const name = query.get('check_name')
    const runs = name === null ? asked : asked.filter((run) => run.name === name)
    return paged(
      call,
      runs,
      (run) => checkRunView(deed.hub, repository, run),
      (page) => ({ total_count: runs.length, check_runs: page }),
    )
  }),

  repositoryRoute('POST', '/check-runs', async ({ deed, repository, body }) => {
    const run = await createCheckRun(deed, repository, parseBody(checkRunInput, body))
    return created(checkRunView(deed.hub, repository, run))
  }),

  repositoryRoute('PATCH', '/check-runs/:id', ({ deed, repository, params, body }) => {
    const run = repository.checkRuns.find(({ id }) => String(id) === params['id'])
    if (run === undefined) throw notFound()
    return ok(
      checkRunView(deed.hub, repository, updateCheckRun(deed, repository, run, parseBody(checkRunChange, body))),
    )
  }),
]
