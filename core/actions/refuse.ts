import { refusal } from '../chat/messages/refusal.ts'
import type { ReasonCode, ReasonData } from '../gates/reasons.ts'
import type { StopFor } from '../gates/verdict.ts'
import type { Answer } from './answer.ts'

/** The answer to a command that stops here. `what` is what was asked for. */
export const refuseWith = <C extends ReasonCode>(what: string, code: C, data: ReasonData[C]): Answer =>
  refuseFor(what, [{ kind: 'refuse', code, data }])

/** The first stop gives the code; all of them are told. */
export const refuseFor = (what: string, stops: readonly StopFor<ReasonCode>[]): Answer => ({
  ok: false,
  code: stops[0]?.code ?? 'unexpected',
  message: refusal(what, stops),
})
