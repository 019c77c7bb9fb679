import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'

const deliveryTimeoutMs = 10_000 // GitHub's: an answer must come within 10 seconds

export type ContentType = 'json' | 'form'

export interface Hook {
  /** http only: it is a server on this machine. */
  readonly url: string
  readonly secret: string
  readonly contentType: ContentType
}

export interface Parcel {
  readonly guid: string
  readonly event: string
  readonly payload: string
}

export interface Attempt {
  readonly at: number
  readonly tookMs: number
  /** HTTP status; undefined when no answer came. */
  readonly statusCode?: number
  readonly error?: string
}

const types = { json: 'application/json', form: 'application/x-www-form-urlencoded' }

const encode = (payload: string, type: ContentType) =>
  Buffer.from(type === 'json' ? payload : new URLSearchParams({ payload }).toString())

const sign = (body: Buffer, secret: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`

/** Posts one delivery, signed over the bytes that go out. Never rejects: what went wrong is in the attempt. */
export function post(hook: Hook, { guid, event, payload }: Parcel, agent: Agent): Promise<Attempt> {
  const at = Date.now()
  const body = encode(payload, hook.contentType)
  const headers = {
    accept: '*/*',
    'content-type': types[hook.contentType],
    'content-length': body.length,
    'user-agent': 'GitHub-Hookshot/sandbox',
    'x-github-delivery': guid,
    'x-github-event': event,
    'x-github-hook-id': '1',
    'x-github-hook-installation-target-type': 'organization',
    'x-hub-signature-256': sign(body, hook.secret),
  }

  return new Promise((resolve) => {
    const end = (outcome: { statusCode?: number; error?: string }) =>
      resolve({ at, tookMs: Date.now() - at, ...outcome })
    const sending = request(hook.url, { method: 'POST', agent, headers, timeout: deliveryTimeoutMs }, (answer) => {
      answer.resume()
      answer.on('end', () => end({ statusCode: answer.statusCode ?? 0 }))
      answer.on('error', (error) => end({ error: error.message }))
    })
    sending.on('timeout', () => sending.destroy(new Error('timed out')))
    sending.on('error', (error) => end({ error: error.message }))
    sending.end(body)
  })
}
