import type { ZodType } from 'zod'
import { version } from '../../../../core/config/version.ts'
import type { Asking } from '../../provider.ts'
import { type Answer, herokuError, type Subject } from './answer.ts'
import { HerokuError } from './error.ts'
import { createPace, pauseBefore } from './pace.ts'
import { whyLost } from './why-lost.ts'

/** The Platform API, seen with one key. Every method throws HerokuError. */
export interface Client {
  get<T>(path: string, shape: ZodType<T>): Promise<T>
  /** Undefined when there is none. */
  find<T>(path: string, shape: ZodType<T>): Promise<T | undefined>
  /** The pages of a list; `range` such as `version ..; order=desc,max=20`. */
  pages<T>(path: string, range: string, shape: ZodType<T[]>): AsyncGenerator<T[]>
  /** Asks once; `unclear` when nobody knows whether it was done. */
  post<T>(path: string, body: object, shape: ZodType<T>): Promise<T>
  /** The same for what may be done twice: it is asked again until it is answered. */
  postAgain<T>(path: string, body: object, shape: ZodType<T>): Promise<T>
  /** Whether it was stopped: false where Heroku says that there is nothing to stop. Asked again until it is answered. */
  stop(method: 'POST' | 'DELETE', path: string, accept?: string): Promise<boolean>
}

interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly body?: object
  readonly range?: string
  readonly accept?: string
  /** Whether it may be sent again when nobody knows what became of it. */
  readonly again: boolean
}

interface Options extends Subject {
  /** Without a slash at its end. */
  readonly url: string
  readonly key: string
  readonly context: Pick<Asking, 'signal' | 'now' | 'sleep'>
}

const accepted = 'application/vnd.heroku+json; version=3'
const timeoutMs = 30_000
/** With their pauses some five minutes: longer than a restart or an empty bucket of calls. */
const mostTries = 30
const mostPages = 50
const nothingToStop: ReadonlySet<number> = new Set([404, 409, 410, 422])

export function createClient({ url, key, context, ...subject }: Options): Client {
  const pace = createPace(context)

  /** A 429 was surely not carried out and is asked again, whatever it was. */
  async function ask(call: Call): Promise<Answer> {
    for (let tries = 1; ; tries++) {
      const answer = await send(call)
      const passing = 'status' in answer ? answer.status === 429 || (answer.status >= 500 && call.again) : call.again
      if (!passing || tries === mostTries) {
        if ('status' in answer) return answer
        throw new HerokuError('unclear', `Heroku did not answer about ${subjectOf(call).app} (${answer.lost})`)
      }
      const headers = 'status' in answer ? answer.headers : undefined
      await context.sleep(pauseBefore(tries, headers, context.now()))
    }
  }

  async function send({ method, path, body, range, accept = accepted }: Call): Promise<Answer | { lost: string }> {
    await pace.turn()
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        redirect: 'manual',
        signal: AbortSignal.any([context.signal, AbortSignal.timeout(timeoutMs)]),
        headers: {
          accept,
          'user-agent': `slipway/${version}`,
          authorization: `Bearer ${key}`,
          ...(body && { 'content-type': 'application/json' }),
          ...(range !== undefined && { range }),
        },
        ...(body && { body: JSON.stringify(body) }),
      })
      pace.heed(response.headers)
      return { status: response.status, headers: response.headers, body: readable(await response.text()) }
    } catch (error) {
      if (context.signal.aborted) throw new Error('told to stop', { cause: error })
      return { lost: whyLost(error) }
    }
  }

  /** A promotion asks about two apps: the sentence names the one that was asked about. */
  function subjectOf({ path }: Pick<Call, 'path'>): Subject {
    const named = /^\/apps\/([^/]+)/.exec(path)?.[1]
    return { ...subject, ...(named !== undefined && { app: named }) }
  }

  function parsed<T>(call: Call, answer: Answer, shape: ZodType<T>): T {
    if (!isDone(answer)) throw herokuError(answer, subjectOf(call))
    const result = shape.safeParse(answer.body)
    if (result.success) return result.data
    const { path, message } = result.error.issues[0] ?? { path: [], message: 'unknown' }
    const what = `${path.join('.')}: ${message}`
    throw new HerokuError('unclear', `Heroku answered about ${subjectOf(call).app} what is not documented (${what})`)
  }

  async function get<T>(path: string, shape: ZodType<T>): Promise<T> {
    const call = { method: 'GET', path, again: true } as const
    return parsed(call, await ask(call), shape)
  }

  return {
    get,
    async find(path, shape) {
      try {
        return await get(path, shape)
      } catch (error) {
        if (error instanceof HerokuError && error.kind === 'missing') return undefined
        throw error
      }
    },
    async *pages(path, first, shape) {
      let range: string | null = first
      for (let page = 0; range !== null && page < mostPages; page++) {
        const call: Call = { method: 'GET', path, range, again: true }
        const answer = await ask(call)
        yield parsed(call, answer, shape)
        range = answer.status === 206 ? answer.headers.get('next-range') : null
      }
    },
    async post(path, body, shape) {
      const call = { method: 'POST', path, body, again: false } as const
      return parsed(call, await ask(call), shape)
    },
    async postAgain(path, body, shape) {
      const call = { method: 'POST', path, body, again: true } as const
      return parsed(call, await ask(call), shape)
    },
    async stop(method, path, accept) {
      const call = { method, path, again: true, ...(accept !== undefined && { accept }) }
      const answer = await ask(call)
      if (isDone(answer)) return true
      if (nothingToStop.has(answer.status)) return false
      throw herokuError(answer, subjectOf(call))
    },
  }
}

const isDone = ({ status }: Answer) => status >= 200 && status < 300

function readable(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A page of a proxy, or nothing: whoever reads the answer tells it by its shape.
    return text
  }
}
