import { z } from 'zod'
import { ApiError, notFound } from '../api-error.ts'
import { oauthClient } from '../oauth.ts'
import { ok, parseBody, pattern, type Route } from '../route.ts'

const asked = z.object({
  client_id: z.string(),
  grant_type: z.string().optional(),
  device_code: z.string().default(''),
  refresh_token: z.string().default(''),
})
const ofToken = z.object({ access_token: z.string() })

function known(body: unknown): z.infer<typeof asked> {
  const input = parseBody(asked, body)
  if (input.client_id !== oauthClient.id) throw notFound()
  return input
}

const credentials = `Basic ${Buffer.from(`${oauthClient.id}:${oauthClient.secret}`).toString('base64')}`

/** Below the server's address on GitHub; here both are one. */
export const oauth: readonly Route[] = [
  {
    method: 'POST',
    pattern: pattern('/login/device/code'),
    open: true,
    handle({ deed: { hub }, body }) {
      known(body)
      return ok(hub.oauth.begin(hub.url))
    },
  },
  {
    method: 'POST',
    pattern: pattern('/login/oauth/access_token'),
    open: true,
    handle({ deed: { hub }, body }) {
      const { grant_type: kind, device_code: code, refresh_token: token } = known(body)
      return ok(kind === 'refresh_token' ? hub.oauth.refresh(token) : hub.oauth.poll(code))
    },
  },
  {
    method: 'DELETE',
    pattern: pattern('/applications/:client/token'),
    open: true,
    handle({ deed: { hub }, body, authorization }) {
      if (authorization !== credentials) throw new ApiError(401, 'Requires authentication')
      if (!hub.oauth.revoke(parseBody(ofToken, body).access_token)) throw notFound()
      return { status: 204 }
    },
  },
]
