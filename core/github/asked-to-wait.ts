import type { Answer } from './reply.ts'
import { whatGitHubSays } from './what-github-says.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/**
 * Milliseconds that a refusal for a rate limit asks us to wait; undefined when the answer is no such refusal.
 * GitHub, "Rate limits for the REST API": retry-after first, then x-ratelimit-reset when nothing remains, else a minute.
 */
export function askedToWait(answer: Answer, now: number): number | undefined {
  if (!isLimit(answer)) return undefined
  return retryAfter(answer, now) ?? untilReset(answer, now) ?? minuteMs
}

/** Milliseconds until an allowance that this answer has used up is filled again; undefined when some of it remains. */
export function untilReset({ headers }: Answer, now: number): number | undefined {
  if (headers['x-ratelimit-remaining'] !== '0') return undefined
  const reset = Number(headers['x-ratelimit-reset']) * 1_000
  if (!Number.isFinite(reset)) return minuteMs
  return within(reset - sent(headers.date, now))
}

function isLimit(answer: Answer): boolean {
  if (answer.status === 429) return true
  if (answer.status !== 403) return false
  const { headers, data } = answer
  if (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0') return true
  return /rate limit|abuse detection/i.test(whatGitHubSays(data) ?? '')
}

function retryAfter({ headers }: Answer, now: number): number | undefined {
  const value = headers['retry-after']
  if (value === undefined) return undefined
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return within(seconds * 1_000)
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : within(at - sent(headers.date, now))
}

// GitHub's own clock where it is told, so that ours being wrong does not stretch the wait.
function sent(date: string | undefined, now: number): number {
  const at = Date.parse(date ?? '')
  return Number.isNaN(at) ? now : at
}

const within = (ms: number) => Math.min(Math.max(ms, 0), hourMs)
