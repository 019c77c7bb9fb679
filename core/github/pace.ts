/** GitHub's allowances: REST and GraphQL are counted apart, the secondary limits together. */
export type Allowance = 'rest' | 'graphql'

/** At most so many content-creating requests in so many milliseconds. */
export interface ContentLimit {
  readonly requests: number
  readonly perMs: number
}

/** GitHub, "About secondary rate limits": 80 content-creating requests a minute, 500 an hour. */
export const publicContentLimits: readonly ContentLimit[] = [
  { requests: 80, perMs: 60_000 },
  { requests: 500, perMs: 3_600_000 },
]

export interface Kind {
  readonly allowance: Allowance
  /** Counts against the content limits. */
  readonly creates: boolean
}

export interface Pace {
  /** The moment a request of that kind may leave; now or earlier means at once. */
  opensAt(kind: Kind): number
  left(kind: Kind, now: number): void
  /** GitHub asks everybody with this token to wait. */
  holdAll(until: number): void
  /** One allowance is used up. */
  hold(allowance: Allowance, until: number): void
}

/** When the next request with one token may leave, from what was sent and what GitHub answered. No clock, no effects. */
export function createPace(limits: readonly ContentLimit[]): Pace {
  const most = Math.max(0, ...limits.map(({ requests }) => requests))
  const held = { all: 0, rest: 0, graphql: 0 }
  const created: number[] = []

  return {
    opensAt({ allowance, creates }) {
      const open = Math.max(held.all, held[allowance])
      if (!creates) return open
      const room = limits.map(({ requests, perMs }) => {
        const first = created.at(-requests)
        return first === undefined ? 0 : first + perMs
      })
      return Math.max(open, ...room)
    },
    left({ creates }, now) {
      if (!creates) return
      created.push(now)
      if (created.length > most) created.shift()
    },
    holdAll(until) {
      held.all = Math.max(held.all, until)
    },
    hold(allowance, until) {
      held[allowance] = Math.max(held[allowance], until)
    },
  }
}
