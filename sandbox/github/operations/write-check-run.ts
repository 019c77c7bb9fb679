import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import type { Deed } from '../hub.ts'
import type { CheckRun, Repository } from '../state.ts'
import { checkRunView, checkSuiteView } from '../views/check-views.ts'
import { tell } from './tell.ts'

const conclusions = [
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
  'stale',
  'timed_out',
] as const

/** Body of `PATCH …/check-runs/{id}`. A conclusion completes the run. */
export const checkRunChange = z.object({
  status: z.enum(['queued', 'in_progress', 'completed', 'waiting', 'requested', 'pending']).optional(),
  conclusion: z.enum(conclusions).optional(),
  details_url: z.string().optional(),
})
type Change = z.infer<typeof checkRunChange>

/** Body of `POST …/check-runs`. */
export const checkRunInput = checkRunChange.extend({ name: z.string().min(1), head_sha: z.string() })

function changed(run: CheckRun, change: Change, now: string): CheckRun {
  const status = change.conclusion === undefined ? (change.status ?? run.status) : 'completed'
  if (status === 'completed' && change.conclusion === undefined && run.conclusion === null) {
    throw new ApiError(422, 'Invalid request.\n\nA completed check run needs a "conclusion".')
  }
  const completed = status === 'completed'
  return {
    ...run,
    status,
    conclusion: completed ? (change.conclusion ?? run.conclusion) : null,
    detailsUrl: change.details_url ?? run.detailsUrl,
    completedAt: completed ? (run.completedAt ?? now) : null,
  }
}

function announce(deed: Deed, repository: Repository, run: CheckRun, action: 'created' | 'completed'): void {
  tell(deed, repository, 'check_run', { action, check_run: checkRunView(deed.hub, repository, run) })
  if (run.status !== 'completed') return
  tell(deed, repository, 'check_suite', {
    action: 'completed',
    check_suite: checkSuiteView(deed.hub, repository, run),
  })
}

/** Reports a check run. Throws ApiError 422 when there is no such commit. */
export async function createCheckRun(
  deed: Deed,
  repository: Repository,
  input: z.infer<typeof checkRunInput>,
): Promise<CheckRun> {
  const { hub, actor } = deed
  const found = await hub.git(repository).resolve(input.head_sha)
  if (found?.sha !== input.head_sha) throw new ApiError(422, `No commit found for SHA: ${input.head_sha}`)
  const now = hub.now()
  const queued: CheckRun = {
    id: hub.nextId(),
    suite: hub.nextId(),
    sha: input.head_sha,
    name: input.name,
    app: actor.app ?? actor.login,
    status: 'queued',
    conclusion: null,
    detailsUrl: null,
    startedAt: now,
    completedAt: null,
  }
  const run = changed(queued, input, now)
  repository.checkRuns.push(run)
  announce(deed, repository, run, run.status === 'completed' ? 'completed' : 'created')
  return run
}

export function updateCheckRun(deed: Deed, repository: Repository, run: CheckRun, change: Change): CheckRun {
  const next = changed(run, change, deed.hub.now())
  repository.checkRuns[repository.checkRuns.indexOf(run)] = next
  if (next.status === 'completed' && run.status !== 'completed') announce(deed, repository, next, 'completed')
  return next
}
