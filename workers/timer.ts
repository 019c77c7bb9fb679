import type { Ports } from '../core/actions/ports.ts'
import type { Consumer } from '../core/engine/engine.ts'
import { leaseKey } from './lease.ts'

export interface TimerOptions {
  readonly name: string
  readonly everyMs: number
  /** Until the first turn; at once without it. */
  readonly firstAfterMs?: number
  readonly work: () => Promise<void>
}

/**
 * Does something again and again, in one process at a time: whoever holds the timer's lease.
 * A turn that fails is told and followed by the next. Closing waits for the turn under way.
 */
export function startTimer({ engine, log }: Ports, { name, everyMs, firstAfterMs = 0, work }: TimerOptions): Consumer {
  const key = leaseKey(`timer/${name}`)
  let version: number | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false
  let turning: Promise<void> = Promise.resolve()

  /** Held a little longer than a turn lasts, so that a dead holder's turn is taken over soon. */
  async function mine(): Promise<boolean> {
    const condition = version === undefined ? 'absent' : version
    version = await engine.store.put(key, process.pid, { if: condition, expiresInMs: everyMs * 2 })
    return version !== undefined
  }

  async function turn(): Promise<void> {
    try {
      if (await mine()) await work()
    } catch (error) {
      log.warn({ timer: name, err: error }, 'a turn of a timer failed; the next one tries again')
    }
    if (!closed) timer = setTimeout(next, everyMs)
  }

  function next(): void {
    turning = turn()
  }

  timer = setTimeout(next, firstAfterMs)
  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await turning
      if (version !== undefined) await engine.store.delete(key, { if: version }).catch(() => false)
    },
  }
}
