import type { Request } from '../../records/request.ts'
import type { Wait } from '../../records/wait.ts'
import type { Ports } from '../ports.ts'
import { endRequest } from './send.ts'

const longestMs = 4 * 3_600_000
/** GitHub can refuse for a moment after the last green status: looked at again by ourselves, whatever events come. */
const lookAgainMs = [1_500, 5_000, 15_000]

/** What is waited for. `branch`: a push to it ends the wait. */
export interface Head {
  readonly sha: string
  readonly branch?: string
}

/** Keeps the command until this one commit is green. The wait is stored before the request says so. */
export async function beginWait(ports: Ports, request: Request, head: Head): Promise<Wait> {
  const now = ports.now()
  const wait: Wait = {
    id: request.id,
    request: request.id,
    app: request.app,
    environment: request.environment,
    repository: request.repository,
    ...head,
    createdAt: now,
    until: now + longestMs,
    state: 'waiting',
    attempts: 0,
  }
  await ports.records.waits.create(wait.id, wait)
  await endRequest(ports, request.id, 'checks-pending', 'waiting')
  await nudge(ports, wait.id)
  return wait
}

/** Has the wait looked at a few times soon. */
export async function nudge(ports: Ports, wait: string): Promise<void> {
  const at = ports.now()
  for (const delayMs of lookAgainMs)
    await ports.engine.queues.events.add(`n-${wait}-${at}-${delayMs}`, { event: 'nudge', wait }, { delayMs })
}
