import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { whyLost } from './reply-of.ts'
import { sameOriginFetch } from './same-origin-fetch.ts'

/** The OAuth app or GitHub App that people let act for them. */
export interface OAuthApp {
  /** `https://github.com`, or the Enterprise server's address. */
  readonly serverUrl: string
  readonly apiUrl: string
  readonly clientId: string
  /** Needed to revoke tokens; the device flow does without. */
  readonly clientSecret?: string | undefined
}

export interface DeviceCode {
  /** Ours: whoever has it gets the token. */
  readonly deviceCode: string
  /** For the person to type at `url`. */
  readonly userCode: string
  readonly url: string
  readonly lastsMs: number
  readonly intervalMs: number
}

export interface UserTokens {
  readonly token: string
  /** Undefined for tokens that stay: those of OAuth apps, and of GitHub Apps that do not let them expire. */
  readonly lastsMs?: number | undefined
  readonly refreshToken?: string | undefined
}

/** GitHub could not be asked; nothing is known. */
type Unreachable = { readonly kind: 'unreachable'; readonly message: string }
/** GitHub said no. `error` is its own word, such as `access_denied`. */
type Refused = { readonly kind: 'refused'; readonly error: string; readonly message: string }

const timeoutMs = 10_000
const triesMs = [300, 1_000]
const leastMs = 500 // whatever is asked for, GitHub is not asked in a tight circle
const slowDownMs = 5_000 // GitHub: slow_down adds five seconds to the interval

// What is least: to make deployments, without the code. A GitHub App ignores it, its own permissions count.
const scope = 'repo_deployment'

const second = z.coerce.number().nonnegative()
const refusal = z.object({ error: z.string(), error_description: z.string().optional() })
const codes = z.object({
  device_code: z.string().min(1),
  user_code: z.string().min(1),
  verification_uri: z.url({ protocol: /^https?$/ }),
  expires_in: second.default(900),
  interval: second.default(5),
})
const grant = z.object({
  access_token: z.string().min(1),
  expires_in: second.optional(),
  refresh_token: z.string().min(1).optional(),
})

/** GitHub's "Authorizing OAuth apps", device flow, step 1. */
export async function beginDeviceFlow(
  app: OAuthApp,
): Promise<({ kind: 'begun' } & DeviceCode) | Refused | Unreachable> {
  const answer = await post(app, '/login/device/code', { client_id: app.clientId, scope })
  if ('kind' in answer) return answer
  const found = codes.safeParse(answer.fields).data
  if (!found) return misread(app)
  return {
    kind: 'begun',
    deviceCode: found.device_code,
    userCode: found.user_code,
    url: found.verification_uri,
    lastsMs: found.expires_in * 1_000,
    intervalMs: Math.max(found.interval * 1_000, leastMs),
  }
}

/** Step 3, once: has the person typed the code yet? `pending` comes with the interval to keep from now on. */
export async function askForToken(
  app: OAuthApp,
  { deviceCode, intervalMs }: Pick<DeviceCode, 'deviceCode' | 'intervalMs'>,
): Promise<
  ({ kind: 'granted' } & UserTokens) | { kind: 'pending'; readonly intervalMs: number } | Refused | Unreachable
> {
  const asked = {
    client_id: app.clientId,
    device_code: deviceCode,
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
  }
  const answer = await post(app, '/login/oauth/access_token', asked)
  if ('kind' in answer) {
    if (answer.kind !== 'refused') return answer
    if (answer.error === 'authorization_pending') return { kind: 'pending', intervalMs }
    if (answer.error === 'slow_down') return { kind: 'pending', intervalMs: slower(answer.interval, intervalMs) }
    return answer
  }
  return tokensIn(answer.fields, app)
}

const slower = (asked: number | undefined, intervalMs: number) =>
  Math.max((asked ?? 0) * 1_000, intervalMs + slowDownMs)

/** New tokens for a refresh token, which is used up by that. */
export async function refreshTokens(
  app: OAuthApp,
  refreshToken: string,
): Promise<({ kind: 'granted' } & UserTokens) | Refused | Unreachable> {
  const answer = await post(app, '/login/oauth/access_token', {
    client_id: app.clientId,
    ...(app.clientSecret !== undefined && { client_secret: app.clientSecret }),
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  })
  return 'kind' in answer ? answer : tokensIn(answer.fields, app)
}

/** Takes a token back. False when GitHub did not say that it is gone; only an app with its secret may ask. */
export async function revokeToken({ apiUrl, clientId, clientSecret }: OAuthApp, token: string): Promise<boolean> {
  if (clientSecret === undefined) return false
  try {
    const response = await fetching(`${apiUrl}/applications/${encodeURIComponent(clientId)}/token`, {
      method: 'DELETE',
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        accept: 'application/vnd.github+json',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ access_token: token }),
    })
    await response.body?.cancel()
    // 404: it was gone before, 422: it is no token of this app any more.
    return response.status === 204 || response.status === 404 || response.status === 422
  } catch {
    return false
  }
}

function tokensIn(fields: unknown, app: OAuthApp): ({ kind: 'granted' } & UserTokens) | Unreachable {
  const found = grant.safeParse(fields).data
  if (!found) return misread(app)
  return {
    kind: 'granted',
    token: found.access_token,
    ...(found.expires_in !== undefined && { lastsMs: found.expires_in * 1_000 }),
    ...(found.refresh_token !== undefined && { refreshToken: found.refresh_token }),
  }
}

const misread = ({ serverUrl }: OAuthApp): Unreachable => ({
  kind: 'unreachable',
  message: `${serverUrl} did not answer as GitHub documents`,
})

type Posted = { readonly fields: unknown } | (Refused & { readonly interval: number | undefined }) | Unreachable

/** GitHub answers refusals with 200 and an `error`. A connection that fails is tried again: asking twice does no harm. */
async function post(app: OAuthApp, path: string, fields: Record<string, string>): Promise<Posted> {
  for (let attempt = 0; ; attempt++) {
    const answer = await postOnce(app, path, fields)
    const pauseMs = triesMs[attempt]
    if (!('kind' in answer) || answer.kind !== 'unreachable' || pauseMs === undefined) return answer
    await pause(pauseMs)
  }
}

const fetching = sameOriginFetch(timeoutMs)

async function postOnce({ serverUrl }: OAuthApp, path: string, fields: Record<string, string>): Promise<Posted> {
  const unreachable = (why: string): Unreachable => ({ kind: 'unreachable', message: `${serverUrl} ${why}` })
  let response: Response
  let text: string
  try {
    response = await fetching(`${serverUrl}${path}`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    })
    text = await response.text()
  } catch (error) {
    return unreachable(`did not answer (${whyLost(error)})`)
  }
  const body = decoded(text)
  const refused = refusal.safeParse(body).data
  if (refused) {
    const { error, error_description: message = error } = refused
    return { kind: 'refused', error, message, interval: z.object({ interval: second }).safeParse(body).data?.interval }
  }
  if (response.status === 404)
    return { kind: 'refused', error: 'not_found', message: 'it knows no such client id', interval: undefined }
  if (!response.ok) return unreachable(`answered ${response.status}`)
  return { fields: body }
}

/** JSON, which is asked for, or a form, which is GitHub's own default. */
function decoded(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return Object.fromEntries(new URLSearchParams(text))
  }
}
