import type { CheckRun, CommitStatus, Repository } from './state.ts'

export interface ContextState {
  readonly context: string
  readonly state: string
}

/** The last of each key, in order of first appearance. */
function newest<T>(all: readonly T[], key: (one: T) => string): T[] {
  return [...new Map(all.map((one) => [key(one), one])).values()]
}

/** The newest status of each context of a commit. */
export const statusesOf = ({ statuses }: Repository, sha: string): CommitStatus[] =>
  newest(
    statuses.filter((status) => status.sha === sha),
    ({ context }) => context,
  )

/** The newest run of each name of each App: a run again counts, the run before it does not. */
export const checkRunsOf = ({ checkRuns }: Repository, sha: string): CheckRun[] =>
  newest(
    checkRuns.filter((run) => run.sha === sha),
    ({ app, name }) => `${app}/${name}`,
  )

/** Statuses and check runs in the one list that GitHub judges deployments by. */
export const contextsOf = (repository: Repository, sha: string): ContextState[] => [
  ...statusesOf(repository, sha).map(({ context, state }) => ({ context, state })),
  ...checkRunsOf(repository, sha).map(({ name, status, conclusion }) => ({
    context: name,
    state: status === 'completed' ? (conclusion ?? 'neutral') : 'pending',
  })),
]

// A skipped check stops a deployment, unlike a merge: seen in public reports (sbb-angular #2447, Flexget #4479).
const passes = ({ state }: ContextState) => state === 'success' || state === 'neutral'

/**
 * The contexts that a deployment is judged by, when one of them is not green; undefined when all are.
 * `required` undefined: all that reported. A required one that never reported is pending.
 */
export function notGreen(
  reported: readonly ContextState[],
  required: readonly string[] | undefined,
): readonly ContextState[] | undefined {
  const judged =
    required === undefined
      ? reported
      : required.flatMap((context) => {
          const found = reported.filter((one) => one.context === context)
          return found.length > 0 ? found : [{ context, state: 'pending' }]
        })
  return judged.every(passes) ? undefined : judged
}
