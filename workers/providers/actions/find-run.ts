import type { WorkflowRun } from '../../../core/github/workflows/workflows.ts'
import type { Context, Job, Result } from '../provider.ts'
import type { Dispatching } from './checkpoint.ts'
import { placeholdersIn, render } from './inputs.ts'
import { orUnknown } from './or-unknown.ts'
import { patiently } from './patiently.ts'
import type { Settings } from './settings.ts'
import { type Candidate, type Evidence, tellApart, type Verdict } from './tell-apart.ts'

const firstLookMs = 1_000 // GitHub makes the run after it has answered, usually within a second or two
const nextLookMs = 2_500
/** How long a run has to stay the only one it can be: somebody else's may be listed before ours. */
const settlesMs = 5_000
const settlesUnmarkedMs = 10_000 // ours should show its id, and this one does not

export type Found =
  | { readonly kind: 'found'; readonly run: WorkflowRun }
  | { readonly kind: 'none' }
  | { readonly kind: 'unsure'; readonly runs: readonly WorkflowRun[] }
  | { readonly kind: 'unreadable'; readonly result: Result }

/** Finds the run of a dispatch whose answer did not name it, within so long. Rather finds none than a wrong one. */
export function findRun(
  dispatching: Dispatching,
  job: Job,
  settings: Settings,
  context: Context,
  withinMs: number,
): Promise<Found> {
  return orUnknown<Found>(
    () => search(dispatching, job, settings, context, withinMs),
    (result) => ({ kind: 'unreadable', result }),
  )
}

async function search(
  { ref, known }: Dispatching,
  job: Job,
  settings: Settings,
  context: Context,
  withinMs: number,
): Promise<Found> {
  const { workflows } = context.github
  const evidence: Evidence = { ref, ...marksAndSigns(settings, job) }
  const settleMs = evidence.marks.length > 0 ? settlesUnmarkedMs : settlesMs
  const began = context.now()
  let only: { readonly id: number; readonly since: number } | undefined

  await context.sleep(firstLookMs)
  for (;;) {
    const verdict = await look()
    const now = context.now()
    if (verdict.kind === 'marked') return { kind: 'found', run: verdict.run }
    if (verdict.kind !== 'only') only = undefined
    else if (verdict.run.id !== only?.id) only = { id: verdict.run.id, since: now }
    else if (now - only.since >= settleMs) return { kind: 'found', run: verdict.run }
    if (verdict.kind !== 'only' && now - began >= withinMs) return verdict
    await context.sleep(nextLookMs)
  }

  async function look(): Promise<Verdict> {
    const listed = await patiently(context, () => workflows.dispatched(job.repository, settings.workflow))
    const fresh = listed.filter(({ id }) => !known.includes(id))
    const byTitle = tellApart(fresh.map(titled), evidence)
    const isClear = byTitle.kind === 'marked' || byTitle.kind === 'none'
    if (isClear || (byTitle.kind === 'only' && evidence.marks.length === 0)) return byTitle
    const login = byTitle.kind === 'unsure' ? await whose() : undefined
    return tellApart(await Promise.all(fresh.map(withJobs)), { ...evidence, login })
  }

  async function withJobs(run: WorkflowRun): Promise<Candidate> {
    const jobs = await patiently(context, () => workflows.jobs(job.repository, run.id))
    const names = jobs.flatMap(({ name, steps }) => [name, ...steps.map((step) => step.name)])
    return { run, texts: [...titled(run).texts, ...names] }
  }

  function whose(): Promise<string | undefined> {
    return patiently(context, () => workflows.login(job.repository))
  }
}

const titled = (run: WorkflowRun): Candidate => ({ run, texts: [run.title, run.name] })

const shortestSign = 3 // shorter words stand in any title

function marksAndSigns({ inputs }: Settings, job: Job): Pick<Evidence, 'marks' | 'signs'> {
  const told = Object.values(inputs).map((template) => ({
    value: render(template, job),
    placeholders: placeholdersIn(template),
  }))
  return {
    marks: told.flatMap(({ value, placeholders }) => (placeholders.includes('id') ? value : [])),
    signs: told.flatMap(({ value, placeholders }) =>
      placeholders.length > 0 && !placeholders.includes('id') && value.length >= shortestSign ? value : [],
    ),
  }
}
