import type { Logs } from '../../core/engine/engine.ts'
import type { Lease } from '../lease.ts'
import { whileHeld } from '../while-held.ts'

/** The logs of a run that holds this lease. An append without an answer is made again: where it had arrived that changes nothing. */
export const patientLogs = (logs: Logs, lease: Pick<Lease, 'lost'>): Logs => ({
  ...logs,
  size: (log) => whileHeld(lease, () => logs.size(log)),
  append: (log, offset, text) => whileHeld(lease, () => logs.append(log, offset, text)),
})
