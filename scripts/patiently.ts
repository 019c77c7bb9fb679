import { setTimeout as pause } from 'node:timers/promises'

export interface Patience {
  /** Milliseconds before each further try; when they are used up the last error is thrown. */
  readonly pauses: readonly number[]
  /** Told of every failure that another try follows. */
  readonly failed: (error: unknown, pauseMs: number) => void
}

/** Tries until it works or the pauses are used up. */
export async function patiently(attempt: () => Promise<unknown>, { pauses, failed }: Patience): Promise<void> {
  for (const pauseMs of pauses) {
    try {
      await attempt()
      return
    } catch (error) {
      failed(error, pauseMs)
    }
    await pause(pauseMs)
  }
  await attempt()
}
