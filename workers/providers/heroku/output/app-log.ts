import type { Asking } from '../../provider.ts'
import type { Connection } from '../api/connect.ts'
import { logSessionShape } from '../api/shapes.ts'
import { concealLink } from './conceal-link.ts'
import { readLines } from './read-lines.ts'

interface Wanted {
  /** How many lines of the past. */
  readonly lines: number
  /** Whether to wait for more; it ends after `idleMs` without any. */
  readonly tail: boolean
  readonly dyno?: string
}

const idleMs = 20_000

/** Lines of the app's own log. Ends when Heroku has no more, and early where the connection breaks. */
export async function* readAppLog(
  wanted: Wanted,
  { client, path }: Connection,
  context: Asking,
): AsyncGenerator<string> {
  const { logplex_url: url } = await client.postAgain(`${path}/log-sessions`, wanted, logSessionShape)
  concealLink(context, url)
  const idle = new AbortController()
  const timer = setTimeout(() => idle.abort(), idleMs)
  try {
    // The link carries its own token, so the API key is not sent.
    const response = await fetch(url, { signal: AbortSignal.any([context.signal, idle.signal]) })
    if (response.status !== 200 || response.body === null) return
    for await (const line of readLines(response.body)) {
      timer.refresh()
      yield line
    }
  } catch (error) {
    if (context.signal.aborted) throw new Error('told to stop', { cause: error })
    // A broken connection: whoever reads on asks for a new session.
  } finally {
    clearTimeout(timer)
  }
}
