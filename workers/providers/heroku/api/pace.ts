import type { Asking } from '../../provider.ts'

const spacingMs = 250
/** The account's bucket of calls refills by some 75 a minute; others drink from it too. */
const sparingMs = 2_000
const lowRemaining = 150

export interface Pace {
  /** Resolves when the next call may leave. */
  turn(): Promise<void>
  /** Reads how many calls the account has left. */
  heed(headers: Headers): void
}

/** At most four calls a second, and one every two seconds where the account has few left. */
export function createPace({ now, sleep }: Pick<Asking, 'now' | 'sleep'>): Pace {
  let opensAt = 0
  let spacing = spacingMs
  return {
    async turn() {
      const wait = opensAt - now()
      opensAt = Math.max(opensAt, now()) + spacing
      if (wait > 0) await sleep(wait)
    },
    heed(headers) {
      const remaining = headers.get('ratelimit-remaining')
      if (remaining !== null) spacing = Number(remaining) < lowRemaining ? sparingMs : spacingMs
    },
  }
}

const firstPauseMs = 500
const longestPauseMs = 10_000
const longestAskedMs = 120_000

/** How long to wait before asking again, by Heroku's own word where it gave one. `tries`: how often it was asked. */
export function pauseBefore(tries: number, headers: Headers | undefined, now: number): number {
  const grown = Math.min(firstPauseMs * 2 ** (tries - 1), longestPauseMs)
  const own = grown * (0.75 + Math.random() / 2) // workers that were refused together do not come back together
  return Math.max(own, Math.min(askedFor(headers?.get('retry-after') ?? null, now), longestAskedMs))
}

/** Seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function askedFor(retryAfter: string | null, now: number): number {
  if (retryAfter === null) return 0
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - now
  return Number.isFinite(ms) ? ms : 0
}
