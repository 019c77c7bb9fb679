import { z } from 'zod'
import type { WorkflowJob, WorkflowRun } from './workflows.ts'

/** Only what cannot be done without is asked for: an older server's run is followed though it tells less. */
export const runShape = z
  .object({
    id: z.number().int(),
    status: z.string().nullish(),
    conclusion: z.string().nullish(),
    event: z.string().nullish(),
    display_title: z.string().nullish(),
    name: z.string().nullish(),
    run_number: z.number().int().nullish(),
    head_branch: z.string().nullish(),
    head_sha: z.string().nullish(),
    actor: z.object({ login: z.string() }).nullish(),
    html_url: z.string().nullish(),
  })
  .transform(
    (sent): WorkflowRun => ({
      id: sent.id,
      event: sent.event ?? null,
      title: sent.display_title ?? '',
      name: sent.name ?? '',
      number: sent.run_number ?? null,
      branch: sent.head_branch ?? null,
      sha: sent.head_sha ?? null,
      status: sent.status ?? 'queued',
      conclusion: sent.conclusion ?? null,
      actor: sent.actor?.login ?? null,
      url: sent.html_url ?? null,
    }),
  )

export const runsShape = z.object({ workflow_runs: z.array(runShape) })

const jobShape = z
  .object({
    id: z.number().int(),
    name: z.string(),
    status: z.string(),
    conclusion: z.string().nullish(),
    steps: z.array(z.object({ name: z.string(), conclusion: z.string().nullish() })).nullish(),
  })
  .transform(
    (sent): WorkflowJob => ({
      id: sent.id,
      name: sent.name,
      status: sent.status,
      conclusion: sent.conclusion ?? null,
      steps: (sent.steps ?? []).map(({ name, conclusion }) => ({ name, conclusion: conclusion ?? null })),
    }),
  )

export const jobsShape = z.object({ jobs: z.array(jobShape) })

/** The answer to a dispatch with `return_run_details`. */
export const dispatchedShape = z.object({ workflow_run_id: z.number().int() })

export const userShape = z.object({ login: z.string() })
