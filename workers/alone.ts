import type { Logger } from 'pino'
import type { Store } from '../core/engine/engine.ts'
import { acquireLease } from './lease.ts'

const againMs = 500

interface Parts {
  readonly store: Store
  readonly log: Logger
  /** Rejects when the run is told to stop. */
  readonly sleep: (ms: number) => Promise<void>
}

/** Waits until nobody in any worker is at work under this name, then works. A dead worker's name is free after its lease. */
export async function alone<T>(name: string, work: () => Promise<T>, { store, log, sleep }: Parts): Promise<T> {
  for (;;) {
    const lease = await acquireLease(store, `alone/${name}`, log)
    if (lease) {
      try {
        return await work()
      } finally {
        // What was done counts, though the name stays taken until its lease ends.
        await lease.release().catch((error: unknown) => log.warn({ name, err: error }, 'could not free a name'))
      }
    }
    await sleep(againMs)
  }
}
