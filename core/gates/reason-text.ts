import type { Reason } from './reason.ts'
import { reasons, type ReasonCode, type ReasonData } from './reasons.ts'

export interface ReasonText {
  readonly status: number
  readonly says: string
  readonly next: string
}

const catalogue: { readonly [C in ReasonCode]: Reason<ReasonData[C]> } = reasons

/** The sentences of a code, filled in. */
export function reasonText<C extends ReasonCode>(code: C, data: ReasonData[C]): ReasonText {
  const reason = catalogue[code]
  return { status: reason.status, says: reason.says(data), next: reason.next(data) }
}
