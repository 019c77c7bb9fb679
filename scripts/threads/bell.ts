/** Wakes whoever waits with it. A ring that comes while nobody waits is heard by the next wait. */
export function bell(closing: AbortSignal) {
  let rung = false
  let wake = () => {}

  return {
    ring(): void {
      rung = true
      wake()
    },
    hasRung: () => rung,
    silence(): void {
      rung = false
    },
    /** Resolves after so many milliseconds, at the next ring, or when all is closed. */
    wait(ms: number): Promise<void> {
      if (rung || closing.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        wake = () => {
          clearTimeout(timer)
          closing.removeEventListener('abort', wake)
          resolve()
        }
        const timer = setTimeout(wake, ms)
        closing.addEventListener('abort', wake)
      })
    },
  }
}

export type Bell = ReturnType<typeof bell>
