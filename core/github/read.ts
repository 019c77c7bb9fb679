import type { ZodType } from 'zod'
import { again } from './again.ts'
import type { Ask, Call } from './ask.ts'
import type { Clock } from './clock.ts'
import { GitHubError } from './github-error.ts'
import type { Reply } from './reply.ts'
import { trouble, type Subject } from './trouble.ts'

export interface Read {
  /** What GitHub has there; undefined when it has nothing. Throws GitHubError for everything else. */
  find<T>(call: Call, shape: ZodType<T>): Promise<T | undefined>
  /** The same where nothing is an error too. */
  get<T>(call: Call, shape: ZodType<T>): Promise<T>
  /** All entries of a paged answer, `entries` taking them out of a page. */
  pages<P, T>(call: Call, shape: ZodType<P>, entries: (page: P) => readonly T[]): Promise<T[]>
}

/** GitHub answers 409 to a read of a repository that has no commit yet. */
const nothing = new Set([404, 409])

/** GitHub's largest page. */
const perPage = 100

export function createRead(ask: Ask, host: string, clock: Clock): Read {
  async function find<T>(call: Call, shape: ZodType<T>): Promise<T | undefined> {
    const reply = await again(() => ask(call), clock)
    if (reply.kind === 'answer' && nothing.has(reply.status)) return undefined
    return parsed(reply, call, shape)
  }

  async function get<T>(call: Call, shape: ZodType<T>): Promise<T> {
    return parsed(await again(() => ask(call), clock), call, shape)
  }

  function parsed<T>(reply: Reply, call: Call, shape: ZodType<T>): T {
    const result = reply.kind === 'answer' && reply.status === 200 ? shape.safeParse(reply.data) : undefined
    if (result?.success) return result.data
    throw new GitHubError(trouble(reply, subject(call.repository), clock.now()))
  }

  const subject = (repository: string): Subject => ({
    host,
    repository,
    undone: 'nothing could be read',
    unsure: 'nothing could be read; try again in a minute',
  })

  return {
    find,
    get,
    async pages(call, shape, entries) {
      const all = []
      for (let page = 1; ; page++) {
        const found = entries(await get({ ...call, query: { ...call.query, per_page: perPage, page } }, shape))
        all.push(...found)
        if (found.length < perPage) return all
      }
    },
  }
}
