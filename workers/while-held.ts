import { setTimeout as pause } from 'node:timers/promises'
import { giveUpMs, type Lease } from './lease.ts'

const againMs = 250

/**
 * Tries again until it works, the lease is lost, or it must have been lost: an engine that is away for a moment does not
 * cost a run its outcome. What is tried has to be something that does no harm when it is done twice.
 */
export async function whileHeld<T>({ lost }: Pick<Lease, 'lost'>, attempt: () => Promise<T>): Promise<T> {
  const until = performance.now() + giveUpMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (lost.aborted || performance.now() > until) throw error
    }
    await pause(againMs)
  }
}
