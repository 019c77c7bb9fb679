import express, { type Request, Router } from 'express'
import { z } from 'zod'
import type { Answer } from '../../core/actions/answer.ts'
import type { Ports } from '../../core/actions/ports.ts'
import { renderText } from '../../core/chat/render-text.ts'
import { reasons } from '../../core/gates/reasons.ts'
import type { Person, Place } from '../../core/records/people.ts'
import { callerOf } from '../gate.ts'
import { BadParameter } from './bad-parameter.ts'
import { parseFields } from './parse-fields.ts'

/** The one function that carries out a command, whatever surface it came from. Undefined: its message was seen before. */
export type Perform = (text: string, who: Person, place: Place, ports: Ports) => Promise<Answer | undefined>

export interface CommandOptions {
  readonly ports: Ports
  readonly perform: Perform
  readonly maxBytes: number
}

const printable = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u
const body = z.strictObject({
  text: z.string().trim().min(1).max(4_000),
  actor: z.string().trim().min(1).max(100).regex(printable, 'must be printable characters only').optional(),
})

const api: Place = { adapter: 'api', room: 'api', roomNames: ['api'] }

/** `POST /commands`: what chat understands, over HTTP. */
export function commandRoutes({ ports, perform, maxBytes }: CommandOptions): Router {
  const router = Router()

  router.post(
    '/commands',
    refuseOtherSites,
    express.json({ limit: maxBytes, inflate: false }),
    async (request, response) => {
      const { text, actor } = parseFields(body, request.body)
      const answer = await perform(text, personOf(request, actor), api, ports)
      // Only a message seen before has no answer, and what comes over HTTP has no message.
      if (!answer) throw new TypeError('a command of the API was left without an answer')
      const { ok, code, message, deployment, request: asked } = answer
      response
        .status(ok ? 200 : reasons[code].status)
        .json({ ok, code, text: renderText(message), deployment, request: asked })
    },
  )

  return router
}

/**
 * On this machine we ask for no token, so any page that a browser here has open could command us. Browsers say where
 * a request comes from, and cannot send JSON to another site unasked; both are insisted on.
 */
function refuseOtherSites(request: Request, _response: express.Response, next: express.NextFunction): void {
  const { origin, host } = request.headers
  if (origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host?.toLowerCase()))
    throw new BadParameter('Origin', 'names another site: commands are taken from none', 403)
  if (!request.is('application/json')) throw new BadParameter('Content-Type', 'has to be application/json', 415)
  next()
}

/** `actor` is what the token's owner says of whom it asks for. It is shown, and no gate looks at it. */
function personOf(request: Request, actor: string | undefined): Person {
  const caller = callerOf(request)
  const name = caller.kind === 'token' ? caller.name : 'local'
  return { id: `api:${name}`, name: actor === undefined ? name : `${name} for ${actor}`, names: [name] }
}
