import type { z } from 'zod'
import { ApiError, notFound } from './api-error.ts'
import { type Deed, findRepository } from './hub.ts'
import type { Repository } from './state.ts'

export interface Call {
  readonly deed: Deed
  readonly params: { readonly [name: string]: string }
  readonly query: URLSearchParams
  readonly url: URL
  readonly body: unknown
  /** The header as it came. */
  readonly authorization: string | undefined
}

export interface Answer {
  readonly status: number
  /** Sent as JSON; undefined for no body. */
  readonly body?: unknown
  readonly headers?: { readonly [name: string]: string }
}

export interface Route {
  readonly method: string
  readonly pattern: RegExp
  /** May be asked without a token. */
  readonly open?: boolean
  readonly handle: (call: Call) => Promise<Answer> | Answer
}

export interface RepositoryCall extends Call {
  readonly repository: Repository
}

export const ok = (body: unknown): Answer => ({ status: 200, body })
export const created = (body: unknown): Answer => ({ status: 201, body })

/** `:name` takes one part of a path, `*name` also several: refs have slashes, which GitHub takes plain or encoded. */
export function pattern(path: string): RegExp {
  const source = path
    .replaceAll('.', '\\.')
    .replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')
    .replaceAll(/\*(\w+)/g, '(?<$1>.+)')
  return new RegExp(`^${source}$`)
}

/** A route below `/repos/{owner}/{name}`. Reading needs access; everything else needs the right to write. */
export function repositoryRoute(
  method: string,
  path: string,
  handle: (call: RepositoryCall) => Promise<Answer> | Answer,
): Route {
  return {
    method,
    pattern: pattern(`/repos/:owner/:name${path}`),
    handle(call) {
      const { actor, hub } = call.deed
      const repository = findRepository(hub.state, `${call.params['owner']}/${call.params['name']}`)
      if (repository === undefined || actor.access === 'none') throw notFound()
      if (method !== 'GET' && actor.access !== 'write') {
        throw new ApiError(403, 'Resource not accessible by personal access token')
      }
      return handle({ ...call, repository })
    },
  }
}

/** The body, parsed; what does not fit is answered as GitHub does: 422, naming the property. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {})
  if (parsed.success) return parsed.data
  const told = parsed.error.issues.map(({ path, message }) => `For 'properties/${path.join('/')}', ${message}.`)
  throw new ApiError(422, `Invalid request.\n\n${told.join('\n')}`)
}
