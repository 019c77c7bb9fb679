import { setTimeout as pause } from 'node:timers/promises'
import { StoryBroke } from './story-broke.ts'

const lookMs = 50

export interface Patience {
  /** What is waited for, and what is there instead when it does not come. */
  readonly expected: string
  readonly seen: () => string | Promise<string>
  readonly withinMs: number
  /** Rejects with its reason as soon as it is aborted. */
  readonly signal: AbortSignal
}

/** Resolves with what `look` finds. Rejects with StoryBroke when it finds nothing in time. */
export async function eventually<T>(
  look: () => Promise<T | undefined> | T | undefined,
  patience: Patience,
): Promise<T> {
  const end = performance.now() + patience.withinMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (performance.now() > end) throw new StoryBroke(patience.expected, await patience.seen())
    await pause(lookMs, undefined, { signal: patience.signal })
  }
}

/** Resolves with what `work` does. Rejects with StoryBroke when that takes too long. */
export function inTime<T>(work: Promise<T>, { expected, seen, withinMs, signal }: Patience): Promise<T> {
  const tooLate = pause(withinMs, undefined, { signal, ref: false }).then(async () => {
    throw new StoryBroke(expected, await seen())
  })
  return Promise.race([work, tooLate])
}
