import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { BoardTrouble } from '../../board.ts'

/** Slack's words for "not now", of which nothing was done. */
const later: ReadonlySet<string> = new Set(['ratelimited', 'rate_limited', 'accesslimited', 'team_access_not_granted'])

/** "It's possible some aspect of the operation succeeded before the error was raised" (Slack, of `internal_error` and `fatal_error`). */
const unclear: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'unknown_error',
])

/** Slack does not know us: a token that is put right takes a new start, after which everything is shown. */
export const isAboutToken = (error: unknown): error is WebAPIPlatformError =>
  error instanceof WebAPIPlatformError && tokenProblems.has(error.data.error)

const tokenProblems: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'no_permission',
  'missing_scope',
  'org_login_required',
  'ekm_access_denied',
  'forbidden_team',
])

/** Errors of a connection that was never made. */
const neverSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

const tokenPauseMs = 30_000
const limitedPauseMs = 30_000 // Slack names no time with a limit that comes as an error in the answer

/** What came of a write to Slack. */
export function troubleOf(method: string, error: unknown): BoardTrouble {
  const cause = { cause: error }
  if (error instanceof WebAPIRateLimitedError) {
    const afterMs = Math.max(1, error.retryAfter) * 1_000
    return new BoardTrouble('away', `Slack limits ${method}`, { ...cause, afterMs })
  }
  if (error instanceof WebAPIPlatformError) {
    const { error: code } = error.data
    const says = `Slack answers ${code} to ${method}${remedies[code] ?? ''}`
    if (later.has(code)) return new BoardTrouble('away', says, { ...cause, afterMs: limitedPauseMs })
    if (isAboutToken(error)) return new BoardTrouble('away', says, { ...cause, afterMs: tokenPauseMs })
    return new BoardTrouble(unclear.has(code) ? 'unclear' : 'refused', says, cause)
  }
  if (error instanceof WebAPIHTTPError)
    return new BoardTrouble('unclear', `Slack answers HTTP ${error.statusCode} to ${method}`, cause)
  if (error instanceof WebAPIRequestError) {
    const code = codeOf(error.original)
    const kind = code !== undefined && neverSent.has(code) ? 'away' : 'unclear'
    return new BoardTrouble(kind, `Slack cannot be reached (${code ?? error.original.message})`, cause)
  }
  return new BoardTrouble(
    'unclear',
    `${method} broke: ${error instanceof Error ? error.message : String(error)}`,
    cause,
  )
}

const remedies: Readonly<Record<string, string>> = {
  not_in_channel: ': invite the bot to the channel',
  channel_not_found: ': look at the name of the room in apps.json, and invite the bot to it',
  is_archived: ': the channel is archived',
  missing_scope: ': give the app the scopes of docs/slack.md and install it again',
}

/** The system's code of an error or of whatever caused it. */
function codeOf(error: unknown): string | undefined {
  for (let one = error; one instanceof Error; one = one.cause)
    if ('code' in one && typeof one.code === 'string' && /^[A-Z]/.test(one.code)) return one.code
  return undefined
}
