import { age } from './age.ts'
import { checks } from './checks.ts'
import type { Facts } from './facts.ts'
import { hosts } from './hosts.ts'
import { limits } from './limits.ts'
import { order } from './order.ts'
import { provider } from './provider.ts'
import type { ReasonCode } from './reasons.ts'
import { ref } from './ref.ts'
import { rights } from './rights.ts'
import { room } from './room.ts'
import { task } from './task.ts'
import type { Gate, StopFor } from './verdict.ts'

/** The policy. A further gate is a file of its own and a line here. */
export const gates = [
  ['room', room],
  ['rights', rights],
  ['provider', provider],
  ['hosts', hosts],
  ['task', task],
  ['limits', limits],
  ['ref', ref],
  ['checks', checks],
  ['age', age],
  ['order', order],
] as const satisfies readonly (readonly [string, Gate])[]

export type GateName = (typeof gates)[number][0]

/** A stop, and the gate that said it. */
export interface Stop extends StopFor<ReasonCode> {
  readonly gate: GateName
}

/** Every reason not to start now, in the order of the list; none when it may start. All gates are judged, so all stops are told. */
export function judge(facts: Facts): Stop[] {
  return gates.flatMap(([name, gate]): Stop[] => {
    const verdict = gate(facts)
    return verdict.kind === 'pass' ? [] : [{ ...verdict, gate: name }]
  })
}
