import { GitHubError } from '../../../core/github/github-error.ts'
import type { Context } from '../provider.ts'

const passing = new Set<GitHubError['kind']>(['limited', 'unreachable', 'unclear'])
const firstPauseMs = 2_000
const longestPauseMs = 60_000

/** Reads again while GitHub is away or asks us to wait: a run goes on meanwhile. What else goes wrong is thrown. */
export async function patiently<T>(context: Context, read: () => Promise<T>): Promise<T> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof GitHubError) || !passing.has(error.kind)) throw error
      if (pauseMs === firstPauseMs) await context.log(error.message)
      await context.sleep(Math.max(error.retryAfterMs ?? 0, pauseMs))
    }
  }
}
