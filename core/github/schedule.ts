import type { Clock } from './clock.ts'
import type { Priority } from './github.ts'
import type { Kind, Pace } from './pace.ts'

export interface Errand extends Kind {
  readonly priority: Priority
}

/** `heldMs`: not run, because it would not have got its turn for so long. */
export type Turn<T> = { readonly done: T } | { readonly heldMs: number }

export interface Schedule {
  /** What `work` learns for the pace counts for the next in line once its promise is settled. */
  run<T>(errand: Errand, work: () => Promise<T>): Promise<Turn<T>>
}

const atOnce = 8 // far below GitHub's 100 concurrent requests, and enough to hide its latency

const order: readonly Priority[] = ['person', 'status', 'reconcile']

/** How long a request waits for its turn before the caller hears that it will not come soon. */
const patienceMs: Readonly<Record<Priority, number>> = {
  person: 10_000, // somebody looks at the chat
  status: 60_000, // one secondary limit; the outbox knows when to come again
  reconcile: 60_000,
}

const soonestMs = 1_000

interface Waiting extends Errand {
  readonly deadline: number
  readonly start: () => Promise<void>
  readonly giveUp: (heldMs: number) => void
}

/** The requests of one token: eight at a time, people first, in order within a priority, no sooner than the pace allows. */
export function createSchedule(pace: Pace, clock: Clock): Schedule {
  const lines: Record<Priority, Waiting[]> = { person: [], status: [], reconcile: [] }
  let running = 0
  let sleep = () => {}

  function review(): void {
    sleep()
    const now = clock.now()
    let next = Number.POSITIVE_INFINITY
    for (const priority of order) {
      lines[priority] = lines[priority].filter((waiting) => {
        const opens = pace.opensAt(waiting)
        if (opens <= now && running < atOnce) {
          depart(waiting, now)
          return false
        }
        if (opens > waiting.deadline || now >= waiting.deadline) {
          waiting.giveUp(Math.max(opens - now, soonestMs))
          return false
        }
        next = Math.min(next, waiting.deadline, opens > now ? opens : waiting.deadline)
        return true
      })
    }
    sleep = Number.isFinite(next) ? clock.wake(next - now, review) : () => {}
  }

  function depart(waiting: Waiting, now: number): void {
    running++
    pace.left(waiting, now)
    void waiting.start().finally(() => {
      running--
      review()
    })
  }

  return {
    run<T>(errand: Errand, work: () => Promise<T>): Promise<Turn<T>> {
      return new Promise((resolve, reject) => {
        lines[errand.priority].push({
          ...errand,
          deadline: clock.now() + patienceMs[errand.priority],
          start: () => work().then((done) => resolve({ done }), reject),
          giveUp: (heldMs) => resolve({ heldMs }),
        })
        review()
      })
    },
  }
}
