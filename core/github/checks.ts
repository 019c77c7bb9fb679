import { z } from 'zod'
import type { CheckContext, Priority } from './github.ts'
import type { Read } from './read.ts'
import { repositoryPath } from './repository-path.ts'

const statusPage = z.object({ statuses: z.array(z.object({ context: z.string(), state: z.string() })) })

const runPage = z.object({
  check_runs: z.array(
    z.object({
      id: z.number().int(),
      name: z.string(),
      status: z.string(),
      conclusion: z.string().nullish(),
      app: z.object({ id: z.number().nullish(), slug: z.string().nullish() }).nullish(),
    }),
  ),
})

type Run = z.infer<typeof runPage>['check_runs'][number]

const priority: Priority = 'person'

/** Statuses and check runs of a commit: of each the newest only, so that a re-run counts and what it replaced does not. */
export async function checks(read: Read, repository: string, sha: string): Promise<CheckContext[]> {
  const commit = `${repositoryPath(repository)}/commits/${encodeURIComponent(sha)}`
  const call = { method: 'GET', repository, priority, allowance: 'rest' } as const
  const runsCall = { ...call, url: `${commit}/check-runs`, query: { filter: 'latest' } }
  const [statuses, runs] = await Promise.all([
    read.pages({ ...call, url: `${commit}/status` }, statusPage, (page) => page.statuses),
    read.pages(runsCall, runPage, (page) => page.check_runs),
  ])
  return [...newestStatuses(statuses), ...newestRuns(runs).map(contextOf)]
}

// The combined status is newest first; two pages can hold one context when a status arrives between them.
function newestStatuses(statuses: readonly CheckContext[]): CheckContext[] {
  const newest = new Map<string, CheckContext>()
  for (const status of statuses) if (!newest.has(status.context)) newest.set(status.context, status)
  return [...newest.values()]
}

// `filter=latest` is per check suite: two suites of one App can each have a run of one name.
function newestRuns(runs: readonly Run[]): Run[] {
  const newest = new Map<string, Run>()
  for (const run of runs) {
    const key = JSON.stringify([run.app?.id ?? run.app?.slug ?? null, run.name])
    const known = newest.get(key)
    if (!known || run.id > known.id) newest.set(key, run)
  }
  return [...newest.values()]
}

const contextOf = ({ name, status, conclusion }: Run): CheckContext => ({
  context: name,
  state: status === 'completed' ? (conclusion ?? 'completed') : status,
})
