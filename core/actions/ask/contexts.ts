import type { CheckContext } from '../../github/github.ts'

/** States that no waiting will mend, of statuses and of check runs (GitHub's words). */
const red: ReadonlySet<string> = new Set([
  'failure',
  'error',
  'cancelled',
  'timed_out',
  'action_required',
  'startup_failure',
  'stale',
])

/** The contexts that are red. Everything GitHub complains of and that is not red may still become green. */
export const failing = (contexts: readonly CheckContext[]): readonly CheckContext[] =>
  contexts.filter((context) => red.has(context.state))
