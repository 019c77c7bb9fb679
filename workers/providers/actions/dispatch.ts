import type { DispatchOutcome } from '../../../core/github/workflows/workflows.ts'
import type { Context, Job, Result } from '../provider.ts'
import type { Checkpoint, Dispatching } from './checkpoint.ts'
import { type Found, findRun } from './find-run.ts'
import { renderAll, tells } from './inputs.ts'
import { orUnknown } from './or-unknown.ts'
import { patiently } from './patiently.ts'
import { defaultBranch, pickRef } from './pick-ref.ts'
import type { Settings } from './settings.ts'

/** The run to follow, or why there is none. */
export type Dispatched = { readonly run: number } | { readonly result: Result }

const triesUnreachable = 5
const unreachablePauseMs = 5_000

/**
 * Starts the workflow and learns which run that made. One at a time for each workflow, over all workers: where GitHub
 * does not name the run, ours is the one that appears before the next dispatch.
 */
export function dispatch(job: Job, settings: Settings, context: Context): Promise<Dispatched> {
  return context.alone(nameOf(job, settings, context), async () => {
    const { github } = context
    let ref = await patiently(context, () => pickRef(job, settings, github))
    const runs = await patiently(context, () => github.workflows.dispatched(job.repository, settings.workflow))
    const known = runs.map(({ id }) => id)

    let outcome = await post(job, settings, context, { step: 'dispatching', ref, known })
    if (outcome.kind === 'no-ref' && settings.ref === undefined && tells(settings.inputs, 'sha')) {
      // A rollback may go to a branch that was merged and deleted; the commit is in the inputs.
      ref = await patiently(context, () => defaultBranch(job, github))
      outcome = await post(job, settings, context, { step: 'dispatching', ref, known })
    }
    if (outcome.kind === 'dispatched' && outcome.run !== undefined) return following(outcome.run, context)
    if (outcome.kind !== 'dispatched' && outcome.kind !== 'unclear') return failed(outcome.message)
    if (outcome.kind === 'unclear') await context.log(outcome.message)
    return found({ step: 'dispatching', ref, known }, job, settings, context)
  })
}

/** Finds the run that a dead worker has dispatched, if it came to that. */
export function findDispatched(
  dispatching: Dispatching,
  job: Job,
  settings: Settings,
  context: Context,
): Promise<Dispatched> {
  return context.alone(nameOf(job, settings, context), () => found(dispatching, job, settings, context))
}

const nameOf = ({ repository }: Job, { workflow }: Settings, { github }: Context) =>
  `actions/${github.host}/${repository.toLowerCase()}/${workflow}`

/** Dispatches once; again only after what surely started nothing. */
async function post(
  job: Job,
  settings: Settings,
  context: Context,
  dispatching: Dispatching,
): Promise<DispatchOutcome> {
  const inputs = renderAll(settings.inputs, job)
  for (let tries = 1; ; tries++) {
    context.signal.throwIfAborted()
    await context.checkpoint(dispatching)
    const body = { ref: dispatching.ref, inputs }
    const outcome = await context.github.workflows.dispatch(job.repository, settings.workflow, body)
    const mayTryAgain = outcome.kind === 'limited' || (outcome.kind === 'unreachable' && tries < triesUnreachable)
    if (outcome.kind === 'dispatched' || outcome.kind === 'unclear') return outcome
    await context.checkpoint({ step: 'undispatched' } satisfies Checkpoint)
    if (!mayTryAgain) return outcome
    await context.log(outcome.message)
    await context.sleep(outcome.kind === 'limited' ? outcome.retryAfterMs : unreachablePauseMs)
  }
}

function found(dispatching: Dispatching, job: Job, settings: Settings, context: Context): Promise<Dispatched> {
  return orUnknown<Dispatched>(
    async () => told(await findRun(dispatching, job, settings, context), settings, context),
    (result) => ({ result }),
  )
}

async function told(sought: Found, { workflow }: Settings, context: Context): Promise<Dispatched> {
  switch (sought.kind) {
    case 'found':
      return following(sought.run.id, context)
    case 'none':
      return unknown(
        `no run of ${workflow} has appeared, so nobody knows whether one was started; see the Actions page`,
      )
    case 'unsure': {
      const urls = sought.runs.map(({ url, id }) => url ?? `run ${id}`)
      await context.log(`one of these is ours: ${urls.join(' ')}`)
      await context.log(`show {id} in the run-name of ${workflow}, so that they can be told apart`)
      return unknown(`${urls.length} runs of ${workflow} were started at once, and which is ours cannot be told`)
    }
  }
}

async function following(run: number, context: Context): Promise<Dispatched> {
  await context.checkpoint({ step: 'following', run } satisfies Checkpoint)
  return { run }
}

const failed = (summary: string): Dispatched => ({ result: { outcome: 'failed', summary } })
const unknown = (summary: string): Dispatched => ({ result: { outcome: 'unknown', summary } })
