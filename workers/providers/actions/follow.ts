import type { WorkflowRun } from '../../../core/github/workflows/workflows.ts'
import type { Context, Job, Result } from '../provider.ts'
import { tells } from './inputs.ts'
import { jobNews } from './job-news.ts'
import { orUnknown } from './or-unknown.ts'
import { patiently } from './patiently.ts'
import type { Settings } from './settings.ts'
import { verdict } from './verdict.ts'

const firstPauseMs = 2_500
const longestPauseMs = 15_000
const growth = 1.3
const appearsMs = 60_000 // a run that was just made may not be readable yet

/** Watches a run to its end, telling each job's every state once. */
export function follow(id: number, job: Job, settings: Settings, context: Context): Promise<Result> {
  return orUnknown(
    () => watch(id, job, settings, context),
    (result) => result,
  )
}

async function watch(id: number, job: Job, settings: Settings, context: Context): Promise<Result> {
  const { workflows } = context.github
  const told = new Map<number, string>()
  const began = context.now()
  let seen = false

  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * growth, longestPauseMs)) {
    const run = await patiently(context, () => workflows.run(job.repository, id))
    if (!run && (seen || context.now() - began > appearsMs)) return gone(id)
    if (run) {
      const name = `${settings.workflow} run ${run.number ?? run.id}`
      const step = (phase: string) => context.progress({ phase, ...(run.url !== null && { url: run.url }) })
      if (!seen) {
        const astray = await stray(run, job, settings, context)
        if (astray) return astray
        step(`${name} ${run.url ?? ''}`.trimEnd())
      }
      seen = true
      const jobs = await patiently(context, () => workflows.jobs(job.repository, id))
      for (const line of jobNews(jobs, told)) step(line)
      if (run.status === 'completed') return verdict(job, name, run, jobs)
    }
    await context.sleep(pauseMs)
  }
}

const gone = (id: number): Result => ({
  outcome: 'unknown',
  summary: `run ${id} is not on GitHub any more, so nobody knows how it ended`,
})

/** A workflow that is not told the commit builds the one it was dispatched on: that has to be the deployment's. */
async function stray(
  run: WorkflowRun,
  job: Job,
  { inputs, workflow }: Settings,
  { github }: Context,
): Promise<Result | undefined> {
  if (tells(inputs, 'sha') || run.sha === null || run.sha === job.sha) return undefined
  const cancelled = await github.workflows.cancel(job.repository, run.id)
  const fate = cancelled.kind === 'accepted' ? 'it was cancelled' : 'it could not be cancelled'
  const summary = `${workflow} runs on ${run.sha.slice(0, 8)}, not on ${job.sha.slice(0, 8)}; ${fate}. Pass {sha} in actions.inputs`
  return { outcome: 'failed', summary }
}
