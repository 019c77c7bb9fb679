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

/** GitHub names all the contexts it judged by, the green ones too. */
export const notGreen = (contexts: readonly CheckContext[]): readonly CheckContext[] =>
  contexts.filter(({ state }) => state !== 'success' && state !== 'neutral')

/**
 * The contexts that are red. Everything else that GitHub complains of may still become green, but for a skipped check:
 * it stops a deployment (though no merge), and once nothing else is left to come it is what stands against it.
 */
export function failing(contexts: readonly CheckContext[]): readonly CheckContext[] {
  const found = contexts.filter(({ state }) => red.has(state))
  const open = notGreen(contexts)
  return found.length === 0 && open.every(({ state }) => state === 'skipped') ? open : found
}
