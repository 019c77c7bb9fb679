import type { Asking } from '../../provider.ts'
import { HerokuError } from './error.ts'

interface Once<T> {
  readonly ask: () => Promise<T>
  /** What it may have made already, though no answer came. */
  readonly lookFor: () => Promise<T | undefined>
  /** Whether it may be asked again when nothing is found after an unclear answer: not where it may have come and gone. */
  readonly notFound: 'ask again' | 'give up'
}

const pausesMs = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000]

/**
 * Heroku has no idempotency keys: before a call that must not be done twice is repeated, its work is looked for. What
 * Heroku refused was surely not done: that is an ordinary Error. A HerokuError means that nobody knows.
 */
export async function once<T>({ ask, lookFor, notFound }: Once<T>, { sleep }: Pick<Asking, 'sleep'>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof HerokuError)) throw error
      if (error.kind !== 'unclear' && error.kind !== 'unavailable') throw new Error(error.message, { cause: error })
      const pauseMs = pausesMs[tries]
      if (pauseMs === undefined) throw error
      await sleep(pauseMs)
      const made = await lookFor()
      if (made !== undefined) return made
      if (error.kind === 'unclear' && notFound === 'give up') throw error
    }
  }
}
