import type { Clock } from '../../../core/github/clock.ts'

export interface FakeClock extends Clock {
  /** Moves the time on and runs what was due by then, in order. */
  pass(ms: number): void
}

export function fakeClock(start = Date.parse('2026-01-05T12:00:00Z')): FakeClock {
  let now = start
  let alarms: { at: number; ring: () => void }[] = []
  return {
    now: () => now,
    wake(ms, then) {
      const alarm = { at: now + ms, ring: then }
      alarms.push(alarm)
      return () => {
        alarms = alarms.filter((other) => other !== alarm)
      }
    },
    pass(ms) {
      const until = now + ms
      for (;;) {
        const due = alarms.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
        if (!due) break
        alarms = alarms.filter((other) => other !== due)
        now = Math.max(now, due.at)
        due.ring()
      }
      now = until
    },
  }
}
