import type { Activity } from './activity.ts'

export interface Limits {
  readonly timeoutMs: number | undefined
  readonly silenceMs: number | undefined
}

/** Longer than this setTimeout fires at once. */
const longestTimerMs = 2 ** 31 - 1

/** Calls `exceeded` when the command takes too long or says nothing for too long. Returns how to stop counting. */
export function keepLimits(
  { timeoutMs, silenceMs }: Limits,
  activity: Activity,
  exceeded: (limit: 'timeout' | 'silence') => void,
): () => void {
  const timers: { whole?: NodeJS.Timeout; silence?: NodeJS.Timeout } = {}
  if (timeoutMs !== undefined) timers.whole = setTimeout(() => exceeded('timeout'), Math.min(timeoutMs, longestTimerMs))
  if (silenceMs !== undefined) listen(silenceMs, silenceMs)

  function listen(limitMs: number, forMs: number): void {
    timers.silence = setTimeout(
      () => {
        const restMs = limitMs - activity.quietMs()
        if (restMs <= 0) return exceeded('silence')
        listen(limitMs, restMs)
      },
      Math.min(forMs, longestTimerMs),
    )
  }

  return () => {
    clearTimeout(timers.whole)
    clearTimeout(timers.silence)
  }
}
