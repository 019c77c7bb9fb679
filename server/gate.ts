import type { Request, RequestHandler } from 'express'
import type { ApiToken } from '../core/config/api-tokens.ts'
import { admit, type Caller } from './access.ts'

const callers = new WeakMap<Request, Caller>()

const refusal = (tokens: readonly ApiToken[]) =>
  tokens.length === 0
    ? 'Send a bearer token: set API_TOKENS=name:token where this server runs. Without one, only http://127.0.0.1 on its own machine is answered.'
    : 'Send a bearer token that API_TOKENS names where this server runs.'

/** Lets in whom access.ts admits, and remembers who it was. */
export function gate(tokens: readonly ApiToken[], boundTo: () => string): RequestHandler {
  return (request, response, next) => {
    const { originalUrl: url, rawHeaders } = request
    const caller = admit({ boundTo: boundTo(), url, rawHeaders }, tokens)
    if (!caller) {
      response
        .status(401)
        .set('WWW-Authenticate', 'Bearer realm="slipway"')
        .json({ error: refusal(tokens) })
      return
    }
    callers.set(request, caller)
    next()
  }
}

/** Who is asking. Every route behind the gate has somebody. */
export function callerOf(request: Request): Caller {
  const caller = callers.get(request)
  if (!caller) throw new Error(`${request.method} ${request.path} was reached without passing the gate`)
  return caller
}
