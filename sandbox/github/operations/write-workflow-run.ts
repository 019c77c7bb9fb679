import { ApiError, notFound } from '../api-error.ts'
import type { Repository, WorkflowJob, WorkflowRun } from '../state.ts'
import { workflowOf } from './dispatch-workflow.ts'

export type JobChange = Partial<Pick<WorkflowJob, 'status' | 'conclusion' | 'steps'>>

export function runOf({ workflowRuns }: Repository, id: number): WorkflowRun {
  const found = workflowRuns.find((run) => run.id === id)
  if (found === undefined) throw notFound()
  return found
}

/** A conclusion completes the job; the run is in progress from its first job on. */
export function changeJob(run: WorkflowRun, name: string, change: JobChange): void {
  const job = run.jobs.find((one) => one.name === name)
  if (job === undefined) throw notFound()
  Object.assign(job, change, (change.conclusion ?? null) === null ? {} : { status: 'completed' })
  if (run.status === 'queued') run.status = 'in_progress'
}

/** Jobs under way end as the run does; those that had not begun too, or are skipped after a failure. */
export function endRun(run: WorkflowRun, conclusion: string): void {
  for (const job of run.jobs) {
    if (job.status === 'completed') continue
    job.conclusion = job.status === 'queued' && conclusion === 'failure' ? 'skipped' : conclusion
    job.status = 'completed'
  }
  run.status = 'completed'
  run.conclusion = conclusion
}

/** Throws ApiError 409 for a run that has ended. */
export function cancelRun(repository: Repository, run: WorkflowRun): void {
  if (run.status === 'completed') throw new ApiError(409, 'Cannot cancel a workflow run that is completed.')
  if (workflowOf(repository, run.workflow).lingers !== true) endRun(run, 'cancelled')
}
