import type { CancelOutcome } from '../../../core/github/workflows/workflows.ts'
import type { Context, Job } from '../provider.ts'
import { patiently } from './patiently.ts'

const firstPauseMs = 1_000
const longestPauseMs = 10_000

/** Cancels a run and waits until it has ended. Throws when GitHub refuses: then the run goes on. */
export async function cancel(run: number, { repository }: Job, context: Context): Promise<'stopped' | 'too-late'> {
  const { workflows } = context.github
  const asked = await ask(() => workflows.cancel(repository, run), context)
  if (asked === 'accepted') await context.log('asked GitHub to cancel the run')
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const now = await patiently(context, () => workflows.run(repository, run))
    if (!now || now.conclusion === 'cancelled') return 'stopped'
    // A job that fails while it is stopped makes the whole run a failure.
    if (now.status === 'completed') return asked === 'accepted' && now.conclusion !== 'success' ? 'stopped' : 'too-late'
    await context.sleep(pauseMs)
  }
}

/** Asking twice does no harm. */
async function ask(cancelling: () => Promise<CancelOutcome>, context: Context): Promise<'accepted' | 'too-late'> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const outcome = await cancelling()
    if (outcome.kind === 'accepted' || outcome.kind === 'too-late') return outcome.kind
    if (outcome.kind === 'refused') throw new Error(`the run goes on: ${outcome.message}`)
    await context.log(outcome.message)
    await context.sleep(outcome.kind === 'limited' ? outcome.retryAfterMs : pauseMs)
  }
}
