import { inShort } from '../core/apps/in-short.ts'
import type { Ending } from '../core/records/transition.ts'
import type { Result, StopReason } from './providers/provider.ts'

/** Whether whatever a stop left behind on the platform has to be stopped there, or what the provider said counts. */
export const isDecided = ({ outcome }: Result) =>
  outcome === 'succeeded' || outcome === 'failed' || outcome === 'superseded'

/** What a stop comes to where nothing is left to be stopped. `limitMs`: of the provider's own time limit. */
export function stoppedBy(reason: StopReason, limitMs?: number): Result {
  switch (reason.kind) {
    case 'cancel':
      return { outcome: 'cancelled', summary: `cancelled by ${reason.by}` }
    case 'timeout':
      return { outcome: 'failed', summary: limitMs === undefined ? 'timed out' : `timed out after ${inShort(limitMs)}` }
    case 'lease':
      return { outcome: 'unknown', summary: 'interrupted: the worker lost its lease' }
    case 'shutdown':
      return { outcome: 'unknown', summary: 'interrupted: the worker was shut down; `retry` runs it again' }
  }
}

/** DESIGN §4 GitHub, outcome → state. */
export function endingOf({ outcome, summary }: Result, reason: StopReason | undefined): Ending {
  const states = {
    succeeded: 'success',
    failed: 'failure',
    cancelled: 'error',
    unknown: 'error',
    superseded: 'inactive',
  } as const satisfies Record<Result['outcome'], Ending['state']>
  const interrupted = outcome === 'unknown' && reason?.kind === 'shutdown'
  return { state: states[outcome], summary: interrupted ? stoppedBy(reason).summary : summary }
}
