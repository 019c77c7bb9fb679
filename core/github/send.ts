import { Octokit } from '@octokit/rest'
import type { Clock } from './clock.ts'
import { conceal } from './conceal.ts'
import type { GitHubLog } from './log.ts'
import type { Reply } from './reply.ts'
import { answerOf, replyOf } from './reply-of.ts'
import { sameOriginFetch } from './same-origin-fetch.ts'

export interface Request {
  readonly method: 'GET' | 'POST'
  /** Below the API's address, or a whole address. Parts from outside are encoded already. */
  readonly url: string
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: object
  /** `manual`: a redirect is the answer, and is not followed. */
  readonly redirect?: 'manual'
}

export interface Sender {
  /** One request, sent once. Never throws. */
  readonly send: (request: Request, token: string) => Promise<Reply>
  /** For octokit's own strategies. */
  readonly octokit: Octokit
}

interface Options {
  readonly apiUrl: string
  readonly userAgent: string
  readonly timeoutMs: number
  readonly log: GitHubLog
  readonly clock: Clock
}

// The version that the shapes here were read from; servers that do not know it ignore the header.
const apiVersion = '2022-11-28'
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

export function createSender({ apiUrl, userAgent, timeoutMs, log, clock }: Options): Sender {
  // Octokit's own log would write every request at info and every 404 as an error.
  const octokit = new Octokit({
    baseUrl: apiUrl,
    userAgent,
    log: quiet,
    request: { fetch: sameOriginFetch(timeoutMs) },
  })

  async function send(request: Request, token: string): Promise<Reply> {
    const started = clock.now()
    const reply = await ask(request, token)
    const { method, url } = request
    const tookMs = clock.now() - started
    if (reply.kind !== 'answer') {
      log.debug({ method, url, tookMs, ...reply }, 'GitHub did not answer')
      return reply
    }
    const { status, headers, data } = reply
    log.debug({ method, url, tookMs, status, requestId: headers['x-github-request-id'] }, 'GitHub answered')
    return status < 400 ? reply : { ...reply, data: conceal(data, token) }
  }

  async function ask({ method, url, query, body, redirect }: Request, token: string): Promise<Reply> {
    const headers = { authorization: `Bearer ${token}`, 'x-github-api-version': apiVersion }
    try {
      const data = body === undefined ? {} : { data: JSON.stringify(body) }
      const request = redirect === undefined ? {} : { request: { redirect } }
      return answerOf(await octokit.request({ method, url, headers, ...query, ...data, ...request }))
    } catch (error) {
      return replyOf(error)
    }
  }

  return { send, octokit }
}
