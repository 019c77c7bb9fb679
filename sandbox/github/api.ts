import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError, notFound } from './api-error.ts'
import type { RequestFault, Script } from './faults.ts'
import type { Hub, HubEvent } from './hub.ts'
import type { Journal } from './journal.ts'
import type { Answer, Route } from './route.ts'
import type { Account } from './state.ts'
import type { Webhooks } from './webhooks/webhooks.ts'

const largestBody = 1024 * 1024 // bytes

interface Parts {
  readonly hub: Hub
  readonly routes: readonly Route[]
  readonly script: Script
  readonly webhooks: Webhooks
  readonly journal: Journal
  /** Called before an answer that tells of a change. */
  readonly save: () => Promise<void>
  readonly log: (line: string) => void
}

interface Asked {
  readonly method: string
  readonly url: URL
  readonly body: unknown
  readonly actor: Account | undefined
  readonly authorization: string | undefined
  readonly events: HubEvent[]
}

const digest = (text: string) => createHash('sha256').update(text).digest()
const same = (one: string, other: string) => timingSafeEqual(digest(one), digest(other))

/** Who asks: `Authorization: Bearer …` or `token …`. Throws ApiError 401 for a token nobody has. */
function authenticate({ state, oauth }: Hub, header: string | undefined): Account | undefined {
  const token = /^(?:bearer|token) +(\S+)$/i.exec(header ?? '')?.[1]
  if (token === undefined) return undefined
  const login = oauth.loginOf(token)
  const account = state.accounts.find((one) => one.login === login || (one.token !== '' && same(one.token, token)))
  if (account === undefined) throw new ApiError(401, 'Bad credentials')
  return account
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestBody) throw new ApiError(413, 'Payload too large')
    chunks.push(chunk)
  }
  if (size === 0) return undefined
  const text = Buffer.concat(chunks).toString('utf8')
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text))
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError(400, 'Problems parsing JSON')
  }
}

/** The path with names decoded; `/repositories/{id}` is the address that redirects give. */
function pathOf({ state }: Hub, url: URL): string {
  return url.pathname.replace(/^\/repositories\/(\d+)/, (all, id: string) => {
    const repository = state.repositories.find((one) => String(one.id) === id)
    return repository === undefined ? all : `/repos/${repository.fullName}`
  })
}

/** A repository under its old name: 301 for reading, 307 for writing, so that the method stays. */
function redirect(hub: Hub, { method, url }: Asked): Answer | undefined {
  const [, name, rest = ''] = /^\/repos\/([^/]+\/[^/]+)(\/.*)?$/.exec(url.pathname) ?? []
  const moved = hub.state.repositories.find(({ formerNames }) => name !== undefined && formerNames.includes(name))
  if (moved === undefined) return undefined
  const location = `${hub.url}/repositories/${moved.id}${rest}${url.search}`
  const status = method === 'GET' ? 301 : 307
  return { status, headers: { location }, body: { message: 'Moved Permanently', url: location } }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new ApiError(400, 'Problems parsing the path')
  }
}

async function carryOut({ hub, routes }: Parts, asked: Asked): Promise<Answer> {
  const path = pathOf(hub, asked.url)
  for (const route of routes) {
    const match = route.method === asked.method ? route.pattern.exec(path) : null
    if (match === null) continue
    const actor = asked.actor ?? (route.open ? hub.state.accounts[0] : undefined)
    if (actor === undefined) throw new ApiError(401, 'Requires authentication')
    const moved = redirect(hub, asked)
    if (moved !== undefined) return moved
    const params = Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, part]) => [name, decode(part)]))
    const deed = { hub, actor, events: asked.events }
    return route.handle({
      deed,
      params,
      query: asked.url.searchParams,
      url: asked.url,
      body: asked.body,
      authorization: asked.authorization,
    })
  }
  throw notFound()
}

/** Every error becomes an answer in GitHub's shape; one that we did not mean is also logged. */
async function answered(work: () => Promise<Answer>, log: (line: string) => void): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: error.body }
    log(`the sandbox GitHub failed: ${String(error)}`)
    return { status: 500, body: { message: 'Server Error', status: '500' } }
  }
}

function sentenceIn({ body }: Answer): string | undefined {
  const isObject = typeof body === 'object' && body !== null
  return isObject && 'message' in body && typeof body.message === 'string' ? body.message : undefined
}

function write(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-github-media-type': 'github.v3; format=json',
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '4999',
    'x-ratelimit-used': '1',
    'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 3600),
    'x-ratelimit-resource': 'core',
    ...headers,
  })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

/** Answers as the fault says. The status that went out, if any did. */
function misbehave(response: ServerResponse, { answers }: RequestFault): number | undefined {
  if (answers === 'reset') response.socket?.resetAndDestroy()
  if (answers === 'reset' || answers === 'silence') return undefined
  if (answers === 'html') {
    response.writeHead(502, { 'content-type': 'text/html' })
    response.end('<html><body><h1>502 Bad Gateway</h1></body></html>')
    return 502
  }
  write(response, { ...answers, body: answers.body ?? { message: 'Scripted', status: String(answers.status) } })
  return answers.status
}

/** The API as a listener of node:http. */
export function createApi(parts: Parts) {
  const { hub, script, webhooks, journal, save, log } = parts

  async function listen(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET'
    const url = new URL(request.url ?? '/', hub.url)
    const events: HubEvent[] = []
    const fault = script.takeRequest(method, url.pathname)
    const entry = journal.note({
      method,
      path: `${url.pathname}${url.search}`,
      status: undefined,
      login: undefined,
      body: undefined,
      says: undefined,
    })

    const answer = await answered(async () => {
      const { authorization } = request.headers
      const actor = authenticate(hub, authorization)
      const body = await readBody(request)
      Object.assign(entry, { login: actor?.login, body })
      if (fault !== undefined && !fault.carriedOut) return { status: 500 }
      return carryOut(parts, { method, url, body, actor, authorization, events })
    }, log)

    entry.says = sentenceIn(answer)
    if (method !== 'GET' && answer.status < 300) await save()
    if (webhooks.hurries(events)) await webhooks.send(events.splice(0))
    if (fault === undefined) {
      write(response, answer)
      entry.status = answer.status
    } else {
      entry.status = misbehave(response, fault)
    }
    await webhooks.send(events)
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    listen(request, response).catch((error: unknown) => {
      log(`a request of the sandbox GitHub broke off: ${String(error)}`)
      response.destroy()
    })
  }
}
