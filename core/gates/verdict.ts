import type { Facts } from './facts.ts'
import type { ReasonCode, ReasonData } from './reasons.ts'

/** Why something may not start: `wait` for what mends itself, `refuse` for what does not. Plain JSON. */
export interface StopFor<C extends ReasonCode> {
  readonly kind: 'wait' | 'refuse'
  readonly code: C
  readonly data: ReasonData[C]
}

export type Verdict = { readonly kind: 'pass' } | StopFor<ReasonCode>

/** One reason a deployment may not start now. A gate that is not told the facts of its moment passes. */
export type Gate = (facts: Facts) => Verdict

export const pass: Verdict = { kind: 'pass' }

export const wait = <C extends ReasonCode>(code: C, data: ReasonData[C]): StopFor<C> => ({ kind: 'wait', code, data })

export const refuse = <C extends ReasonCode>(code: C, data: ReasonData[C]): StopFor<C> => ({
  kind: 'refuse',
  code,
  data,
})
