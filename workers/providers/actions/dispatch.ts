import type { DispatchOutcome } from '../../../core/github/workflows/workflows.ts'
import type { Context, Job } from '../provider.ts'
import type { Checkpoint, Dispatching } from './checkpoint.ts'
import { renderAll, tells } from './inputs.ts'
import { type Dispatched, failed, following, locate } from './locate.ts'
import { patiently } from './patiently.ts'
import { defaultBranch, pickRef } from './pick-ref.ts'
import type { Settings } from './settings.ts'

const triesUnreachable = 5
const unreachablePauseMs = 5_000

/** Starts the workflow and learns which run that made. */
export function dispatch(job: Job, settings: Settings, context: Context): Promise<Dispatched> {
  return locate(() => send(job, settings, context), job, settings, context)
}

/** The run, where GitHub named it; `dispatching` where it has to be found. */
async function send(job: Job, settings: Settings, context: Context): Promise<Dispatched | Dispatching> {
  const { github } = context
  const ref = await patiently(context, () => pickRef(job, settings, github))
  const runs = await patiently(context, () => github.workflows.dispatched(job.repository, settings.workflow))
  let dispatching: Dispatching = { step: 'dispatching', ref, known: runs.map(({ id }) => id) }

  let outcome = await post(job, settings, context, dispatching)
  if (outcome.kind === 'no-ref' && settings.ref === undefined && tells(settings.inputs, 'sha')) {
    // A rollback may go to a branch that was merged and deleted; the commit is in the inputs.
    dispatching = { ...dispatching, ref: await patiently(context, () => defaultBranch(job, github)) }
    outcome = await post(job, settings, context, dispatching)
  }
  if (outcome.kind === 'dispatched') {
    return outcome.run === undefined ? dispatching : following(outcome.run, context)
  }
  if (outcome.kind !== 'unclear') return failed(outcome.message)
  await context.log(outcome.message)
  return dispatching
}

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
