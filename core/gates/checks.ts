import type { CheckContext } from '../github/github.ts'
import { pass, refuse, wait, type Gate } from './verdict.ts'

const passed = new Set(['success', 'neutral', 'skipped'])
const pending = new Set(['pending', 'queued', 'in_progress', 'waiting', 'requested', 'expected'])

/** What stands against the commit. A required check that never reported is pending, not absent. */
function open(required: readonly string[] | undefined, reported: readonly CheckContext[]): CheckContext[] {
  if (required === undefined) return reported.filter(({ state }) => !passed.has(state))
  return required.flatMap((context) => {
    const found = reported.filter((check) => check.context === context)
    return found.length === 0 ? [{ context, state: 'expected' }] : found.filter(({ state }) => state !== 'success')
  })
}

// A status of our own says whether the target may change; it would hold itself up.
const isOurs = ({ context }: CheckContext): boolean => context.startsWith('slipway/')

/** Judges as GitHub would have, for a deployment that somebody made there, maybe with `required_contexts: []`. */
export const checks: Gate = ({ origin, target, checks: reported }) => {
  if (origin === 'request' || reported === undefined) return pass
  const { requiredContexts } = target
  const others = requiredContexts === undefined ? reported.filter((check) => !isOurs(check)) : reported
  const left = open(requiredContexts, others)
  if (left.length === 0) return pass
  const contexts = [...new Set(left.map(({ context, state }) => `${context} (${state})`))]
  return left.every(({ state }) => pending.has(state))
    ? wait('checks-pending', { contexts })
    : refuse('checks-failed', { contexts })
}
