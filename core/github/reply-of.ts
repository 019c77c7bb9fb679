import { z } from 'zod'
import { readable } from './readable.ts'
import type { Answer, Reply } from './reply.ts'

const octokitError = z.object({
  response: z.object({
    status: z.number(),
    headers: z.record(z.string(), z.union([z.string(), z.number(), z.undefined()])),
    data: z.unknown(),
  }),
})
// Told by their shape: what fetch throws need not come from the realm that this file runs in.
const link = z.object({
  name: z.string().catch('Error'),
  message: z.string().catch(''),
  code: z.string().catch(''),
  syscall: z.string().catch(''),
  to: z.string().optional().catch(undefined),
  cause: z.unknown().optional(),
  errors: z.array(z.unknown()).catch([]),
})
type Link = z.infer<typeof link>

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
  const astray = chain.find(({ name, to }) => name === 'Astray' && to !== undefined)
  if (astray?.to !== undefined) return { kind: 'astray', to: astray.to }
  const root = chain.at(-1)
  if (root && neverLeft(root)) return { kind: 'unreachable', why: nameOf(root) }
  const timedOut = chain.some(({ name }) => name === 'TimeoutError')
  return { kind: 'lost', why: timedOut ? 'it took too long' : nameOf(root), timedOut }
}

/** Why a request thrown out by fetch had no answer, in a few words. */
export function whyLost(error: unknown): string {
  const reply = replyOf(error)
  return 'why' in reply ? reply.why : 'it was refused'
}

const deepest = 5

function causes(error: unknown): Link[] {
  const chain: Link[] = []
  for (let next = link.safeParse(error).data; next && chain.length < deepest; next = link.safeParse(next.cause).data) {
    chain.push(next)
  }
  return chain
}

const lookups = new Set(['connect', 'getaddrinfo'])
// Certificates that do not hold, and handshakes that came to nothing.
const handshake = /CERT|^ERR_TLS_|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^ERR_SSL_.*(VERSION|PROTOCOL|HANDSHAKE)/
const noRequest = /^bad port$|before secure TLS connection was established/

function neverLeft({ code, syscall, errors, message }: Link): boolean {
  if (lookups.has(syscall) || code === 'UND_ERR_CONNECT_TIMEOUT' || handshake.test(code)) return true
  // A name with several addresses: one error for each that was tried.
  const tries = errors.flatMap((each) => link.safeParse(each).data ?? [])
  return tries.length > 0 ? tries.every(neverLeft) : noRequest.test(message)
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

const nameOf = (root: Link | undefined) => (root ? names[root.code] || root.code || root.name : 'unknown error')
