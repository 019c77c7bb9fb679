/** Time as the client sees it; tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls `then` after so many milliseconds; what is returned takes it back. */
  wake(ms: number, then: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  wake(ms, then) {
    const timer = setTimeout(then, ms)
    return () => clearTimeout(timer)
  },
}
