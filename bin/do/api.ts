import { z } from 'zod'
import { whyLost } from '../../core/github/reply-of.ts'
import { deploymentState } from '../../core/records/deployment.ts'
import type { FoundServer } from './find-server.ts'

const answer = z.object({
  ok: z.boolean(),
  code: z.string(),
  text: z.string(),
  deployment: z.number().optional(),
  request: z.string().optional(),
})
export type ApiAnswer = z.infer<typeof answer>

const deployment = z.looseObject({
  id: z.number(),
  app: z.string(),
  environment: z.string(),
  state: deploymentState,
  summary: z.string().optional(),
  statuses: z.array(z.object({ state: z.string(), description: z.string() })),
})
export type ApiDeployment = z.infer<typeof deployment>

const request = z.object({
  state: z.enum(['asked', 'waiting', 'bound', 'ended']),
  deployment: z.number().optional(),
  code: z.string().optional(),
  why: z.string().optional(),
})
export type ApiRequest = z.infer<typeof request>

const pings = z.array(z.object({ hook: z.string(), at: z.iso.datetime().transform((at) => Date.parse(at)) }))

/** The server did not do what was asked. The message says what to do; `passing`: it may do it in a while. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly passing: boolean
  constructor(message: string, how: { readonly passing: boolean }) {
    super(message)
    this.passing = how.passing
  }
}

export interface Api {
  /** Sent once: what is lost on the way back may have been done. */
  command(text: string): Promise<ApiAnswer>
  request(id: string): Promise<ApiRequest>
  deployment(id: number): Promise<ApiDeployment>
  /** Hooks of GitHub that have pinged the server, and when last (ms). */
  pings(): Promise<readonly { readonly hook: string; readonly at: number }[]>
  /** The log from a byte offset on, as it is written; ends with the deployment. */
  log(id: number, from: number): Promise<AsyncIterable<Uint8Array>>
}

const commandMs = 120_000 // longer than GitHub is given, with all its looking around
const readMs = 15_000
const problem = z.object({ error: z.string() })

/** A running server, over HTTP. `signal` gives everything up. */
export function createApi({ url, token }: FoundServer, signal: AbortSignal): Api {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }

  async function ask(path: string, body: string | undefined, ms: number | undefined): Promise<Response> {
    const limits = ms === undefined ? [signal] : [signal, AbortSignal.timeout(ms)]
    try {
      const posted = body === undefined ? {} : { method: 'POST', body }
      const type = body === undefined ? {} : { 'content-type': 'application/json' }
      const options = { ...posted, headers: { ...headers, ...type }, signal: AbortSignal.any(limits) }
      return await fetch(`${url}${path}`, options)
    } catch (error) {
      if (signal.aborted) throw error
      const hint = 'is it running? SLIPWAY_URL names another one'
      throw new ApiError(`nothing answers at ${url} (${whyLost(error)}): ${hint}`, { passing: true })
    }
  }

  async function json<T>(response: Response, shape: z.ZodType<T>): Promise<T> {
    const body: unknown = await response.json().catch(() => undefined)
    const parsed = shape.safeParse(body)
    if (parsed.success) return parsed.data
    throw refusal(response.status, problem.safeParse(body).data?.error)
  }

  function refusal(status: number, said: string | undefined): ApiError {
    const why = said ?? `${url} answered ${status} and is no Slipway, by its words`
    const remedy = status === 401 ? ' Set SLIPWAY_TOKEN to that token.' : ''
    return new ApiError(`${why}${remedy}`, { passing: status >= 500 })
  }

  const read = async <T>(path: string, shape: z.ZodType<T>) => json(await ask(path, undefined, readMs), shape)

  return {
    command: async (text) => json(await ask('/api/commands', JSON.stringify({ text }), commandMs), answer),
    request: (id) => read(`/api/requests/${encodeURIComponent(id)}`, request),
    deployment: (id) => read(`/api/deployments/${id}`, deployment),
    pings: () => read('/api/pings', pings),
    async log(id, from) {
      const response = await ask(`/api/deployments/${id}/log?follow=1&from=${from}`, undefined, undefined)
      if (response.ok && response.body) return response.body
      throw refusal(response.status, undefined)
    },
  }
}
