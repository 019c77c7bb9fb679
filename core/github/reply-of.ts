import { z } from 'zod'
import { Astray } from './astray.ts'
import { readable } from './readable.ts'
import type { Answer, Reply } from './reply.ts'

const octokitError = z.object({
  response: z.object({
    status: z.number(),
    headers: z.record(z.string(), z.union([z.string(), z.number(), z.undefined()])),
    data: z.unknown(),
  }),
})
const networkError = z.object({ code: z.string().optional(), syscall: z.string().optional(), errors: z.unknown() })

/** What an octokit response says. */
export function answerOf({ status, headers, data }: z.infer<typeof octokitError>['response']): Answer {
  const texts = Object.entries(headers).map(([name, value]) => [name, value === undefined ? undefined : String(value)])
  return { kind: 'answer', status, headers: Object.fromEntries(texts), data: readable(data) }
}

/**
 * What an error thrown by octokit says: GitHub's refusal, or how far the request got. Only what surely happened before
 * the request left counts as unreachable. No message of the error is passed on: one about a header would quote it.
 */
export function replyOf(error: unknown): Reply {
  const refused = octokitError.safeParse(error).data
  if (refused) return answerOf(refused.response)

  const chain = causes(error)
  const astray = chain.find((link) => link instanceof Astray)
  if (astray) return { kind: 'astray', to: astray.to }
  const root = chain.at(-1)
  if (neverLeft(root)) return { kind: 'unreachable', why: nameOf(root) }
  const timedOut = chain.some((link) => link.name === 'TimeoutError')
  return { kind: 'lost', why: timedOut ? 'it took too long' : nameOf(root), timedOut }
}

function causes(error: unknown): Error[] {
  const chain: Error[] = []
  for (let link = error; link instanceof Error && !chain.includes(link); link = link.cause) chain.push(link)
  return chain
}

const lookups = new Set(['connect', 'getaddrinfo'])
// Certificates that do not hold, and handshakes that came to nothing.
const handshake = /CERT|^ERR_TLS_|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^ERR_SSL_.*(VERSION|PROTOCOL|HANDSHAKE)/
const noRequest = /^bad port$|before secure TLS connection was established/

function neverLeft(error: unknown): boolean {
  const { code = '', syscall = '', errors } = networkError.safeParse(error).data ?? {}
  if (lookups.has(syscall) || code === 'UND_ERR_CONNECT_TIMEOUT' || handshake.test(code)) return true
  // A name with several addresses: one error for each that was tried.
  if (Array.isArray(errors) && errors.length > 0) return errors.every(neverLeft)
  return error instanceof Error && noRequest.test(error.message)
}

const names: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name service does not answer',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ETIMEDOUT: 'connecting took too long',
  UND_ERR_CONNECT_TIMEOUT: 'connecting took too long',
  UND_ERR_SOCKET: 'connection closed',
}

function nameOf(error: unknown): string {
  const { code } = networkError.safeParse(error).data ?? {}
  if (code !== undefined) return names[code] ?? code
  return error instanceof Error ? error.name : 'unknown error'
}
