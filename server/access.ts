import { createHash, timingSafeEqual } from 'node:crypto'
import { isIPv4 } from 'node:net'
import type { ApiToken } from '../core/config/api-tokens.ts'

/** Who asks: a token's name, or somebody on this very machine. */
export type Caller = { readonly kind: 'token'; readonly name: string } | { readonly kind: 'local' }

export interface Approach {
  /** The address that the server listens on, as the system tells it. */
  readonly boundTo: string
  /** What stands after the method in the request line. */
  readonly url: string
  /** Names and values as they came, in turn: a second Host must not hide behind the first. */
  readonly rawHeaders: readonly string[]
}

const forwarding = /^(forwarded|x-forwarded-.*)$/i

/**
 * Who may come in: whoever has a token, and, without any, who is on this machine and came straight here. The Host name
 * is looked at because a browser on this machine can be sent here by any page under a name of that page's choice, and
 * the forwarding headers because a proxy on this machine brings the whole world.
 * Undefined: nobody we let in.
 */
export function admit(approach: Approach, tokens: readonly ApiToken[]): Caller | undefined {
  const given = headersNamed(approach, /^authorization$/i)
  if (given.length > 0) return given.length === 1 ? bearer(given[0] ?? '', tokens) : undefined

  const hosts = headersNamed(approach, /^host$/i)
  const straight =
    isLoopbackAddress(approach.boundTo) &&
    approach.url.startsWith('/') &&
    hosts.length === 1 &&
    isLoopbackHost(hosts[0] ?? '') &&
    headersNamed(approach, forwarding).length === 0
  return straight ? { kind: 'local' } : undefined
}

function bearer(authorization: string, tokens: readonly ApiToken[]): Caller | undefined {
  const token = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1]
  if (token === undefined) return undefined
  const hash = createHash('sha256').update(token).digest()
  // All are compared, so that the time taken does not tell which one it was.
  const [match] = tokens.filter(({ sha256 }) => timingSafeEqual(Buffer.from(sha256, 'hex'), hash))
  return match && { kind: 'token', name: match.name }
}

const headersNamed = ({ rawHeaders }: Approach, name: RegExp) =>
  rawHeaders.filter((_, at) => at % 2 === 1 && name.test(rawHeaders[at - 1] ?? ''))

/** 127.0.0.0/8, ::1, and the former written as IPv6. */
export function isLoopbackAddress(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, '')
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'))
}

/** Takes a Host header apart strictly: whatever is not exactly a loopback name and a port is not one. */
export function isLoopbackHost(host: string): boolean {
  const [, name] = /^(\[[^\]]*\]|[^:]*)(?::\d{1,5})?$/.exec(host) ?? []
  if (name === undefined) return false
  return name.toLowerCase() === 'localhost' || name === '[::1]' || (isIPv4(name) && name.startsWith('127.'))
}
