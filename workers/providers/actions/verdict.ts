import type { WorkflowJob, WorkflowRun } from '../../../core/github/workflows/workflows.ts'
import type { Job, Result } from '../provider.ts'

/** What the end of a run means for its deployment: GitHub's conclusion decides, its jobs say where it went wrong. */
export function verdict(
  { sha }: Pick<Job, 'sha'>,
  name: string,
  run: WorkflowRun,
  jobs: readonly WorkflowJob[],
): Result {
  switch (run.conclusion) {
    case 'success':
      return { outcome: 'succeeded', summary: `${name} ended well`, live: { sha } }
    case 'skipped':
      return { outcome: 'failed', summary: `${name} skipped every job, so nothing was deployed` }
    case 'cancelled':
      return { outcome: 'cancelled', summary: `${name} was cancelled on GitHub` }
    case 'failure':
      return { outcome: 'failed', summary: whereIn(jobs, 'failure', 'failed') ?? `${name} failed` }
    case 'timed_out':
      return { outcome: 'failed', summary: whereIn(jobs, 'timed_out', 'timed out') ?? `${name} timed out` }
    case 'startup_failure':
      return { outcome: 'failed', summary: `${name} could not start: GitHub cannot use its workflow file` }
    default:
      return { outcome: 'failed', summary: `${name} ended with ${run.conclusion ?? 'no conclusion'}` }
  }
}

function whereIn(jobs: readonly WorkflowJob[], conclusion: string, how: string): string | undefined {
  const job = jobs.find((one) => one.conclusion === conclusion) ?? jobs.find((one) => one.conclusion === 'failure')
  const step = job?.steps.find((one) => one.conclusion === conclusion || one.conclusion === 'failure')
  const others = jobs.filter((one) => one.conclusion === conclusion && one !== job).length
  if (!job) return undefined
  const more = others > 0 ? `, and ${others} more` : ''
  return step ? `job ${job.name} ${how} at step ${step.name}${more}` : `job ${job.name} ${how}${more}`
}
