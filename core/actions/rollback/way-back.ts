import { isFinal, type DeploymentRecord } from '../../records/deployment.ts'

/** What is looked at of a deployment. */
export type Ran = Pick<DeploymentRecord, 'id' | 'ref' | 'sha' | 'state' | 'startedAt' | 'rollback' | 'live'>

export interface WayBack<R extends Ran> {
  /** Undefined when nothing else is known to have run well. */
  readonly to: R | undefined
  /** What the rollback takes back, newest first. */
  readonly undoes: readonly R[]
}

/**
 * What was put in place on a target and was not taken back since, oldest first; the last one is there now. Peers went back to
 * the last row of the history: a failed one, or the one they had just rolled back from.
 * @param history newest first
 */
export function ranWell<R extends Ran>(history: readonly R[]): R[] {
  const line: R[] = []
  for (const record of history.toReversed()) {
    if (!isPut(record)) continue
    const at = line.findIndex(({ id }) => id === record.rollback?.to)
    if (at === -1) line.push(record)
    else line.length = at + 1
  }
  return line
}

/** Where a rollback without a goal goes: past what is there, or past what began after it and did not end well. */
export function wayBack<R extends Ran>(history: readonly R[]): WayBack<R> {
  const line = ranWell(history)
  const there = line.at(-1)
  const broken = history.filter(
    ({ id, state, startedAt }) => startedAt !== undefined && id > (there?.id ?? 0) && isBroken(state),
  )
  const newestWell = history.find(isPut)
  const [latest] = broken
  if (latest && latest.id > (newestWell?.id ?? 0)) return { to: there, undoes: [latest] }
  const to = line.findLast(({ sha }) => sha !== there?.sha)
  return { to, undoes: line.filter(({ id }) => to === undefined || id > to.id).toReversed() }
}

/** It may have left half of itself; what still runs will have ended when the rollback's turn comes. */
const isBroken = (state: Ran['state']) => state === 'in_progress' || (isFinal(state) && state !== 'success')

/** It ended well and put its commit in place. */
export const isPut = ({ state, live }: Ran) => state === 'success' && live !== undefined
