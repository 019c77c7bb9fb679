import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { JsonText, type Queue } from '../core/engine/engine.ts'
import { eventText } from './intake/event-text.ts'
import { knownEvents } from './intake/known-events.ts'
import { readBody } from './intake/read-body.ts'
import { reply, replyAndHangUp } from './intake/reply.ts'
import { digestOf, isSigned } from './intake/signature.ts'
import type { Limits } from './limits.ts'
import { within } from './within.ts'

export interface IntakeOptions {
  readonly events: Pick<Queue, 'add'>
  readonly secrets: readonly string[]
  /** Told of each ping that is rightly signed, with the id of GitHub's hook. */
  readonly pinged: (hook: string) => Promise<void>
  readonly limits: Pick<Limits, 'webhookBytes' | 'bodyMs' | 'engineMs'>
  readonly log: Logger
}

export type Intake = (request: IncomingMessage, response: ServerResponse) => Promise<void>

const unsigned =
  'The X-Hub-Signature-256 header is missing or does not match: is the webhook secret on GitHub the same as GITHUB_WEBHOOK_SECRET here?\n'

/** `/events` is where Heaven listened. */
const paths = new Set(['/webhooks/github', '/events'])

export function isDelivery({ method, url = '' }: IncomingMessage): boolean {
  return method === 'POST' && paths.has(url.includes('?') ? url.slice(0, url.indexOf('?')) : url)
}

/**
 * Takes in GitHub's deliveries: signature over the raw bytes, one job in the events queue, an answer; nothing slow.
 * It stands in front of express, because express alone costs more than all of this (bench/webhook.ts has the figure).
 * The job is also the mark of a duplicate, so a copy of a delivery is answered with 200 and does nothing.
 */
export function createIntake({ events, secrets, pinged, limits, log }: IntakeOptions): Intake {
  async function store(response: ServerResponse, event: string, delivery: string, body: string): Promise<void> {
    // The name and the id are of plain characters, and the body was parsed: spliced in, it is not escaped and unescaped.
    const job = new JsonText(`{"event":"${event}","delivery":"${delivery}","body":${body}}`)
    const outcome = await within(limits.engineMs, 'the engine', events.add(`d-${delivery}`, job))
    if (outcome === 'duplicate') {
      log.debug({ delivery, event }, 'this delivery came before')
      return reply(response, 200, `Delivery ${delivery} came before: nothing to do.\n`)
    }
    log.info({ delivery, event }, 'stored a delivery')
    reply(response, 202, `Delivery ${delivery} is stored.\n`)
  }

  return async function intake(request, response) {
    const { headers } = request
    const delivery = single(headers['x-github-delivery'])
    const event = single(headers['x-github-event'])
    const refuse = (status: number, text: string) => {
      log.warn({ delivery: delivery.slice(0, 100), status }, `refused a delivery: ${text.trimEnd()}`)
      return request.complete ? reply(response, status, text) : replyAndHangUp(request, response, status, text)
    }

    const digest = digestOf(headers['x-hub-signature-256'])
    if (!digest) return refuse(401, unsigned)
    const tooLarge = `A payload has at most ${limits.webhookBytes} bytes.\n`
    if (Number(headers['content-length']) > limits.webhookBytes) return refuse(413, tooLarge)

    const body = await readBody(request, limits.webhookBytes, limits.bodyMs)
    if (body.kind === 'too-large') return refuse(413, tooLarge)
    if (body.kind === 'too-slow') return refuse(408, `The body did not come within ${limits.bodyMs / 1000} s.\n`)
    if (body.kind === 'broken-off') {
      log.warn({ delivery: delivery.slice(0, 100) }, 'the sender went away before the delivery was complete')
      return
    }

    if (!isSigned(body.bytes, digest, secrets)) return refuse(401, unsigned)
    if (event === '') return refuse(400, 'The X-GitHub-Event header is missing.\n')
    if (!/^[\w.-]{1,100}$/.test(delivery))
      return refuse(400, 'The X-GitHub-Delivery header is missing or is not a delivery id.\n')
    const text = eventText(body.bytes, headers['content-type'])
    if (text === undefined) return refuse(400, 'The body is not a JSON object, plain or as the form field "payload".\n')

    if (event === 'ping') {
      log.info({ delivery, hook: single(headers['x-github-hook-id']) }, 'GitHub pinged')
      await pinged(single(headers['x-github-hook-id'])).catch((error: unknown) =>
        log.warn({ err: error }, 'could not note a ping'),
      )
      return reply(response, 200, 'pong\n')
    }
    if (!knownEvents.has(event)) {
      log.debug({ delivery, event: event.slice(0, 100) }, 'nothing to do for this event')
      return reply(response, 200, 'Nothing here acts on this event.\n')
    }

    try {
      await store(response, event, delivery, text)
    } catch (error) {
      log.error(
        { delivery, event, err: error },
        'could not store a delivery; GitHub shows it as failed and can redeliver it',
      )
      reply(response, 503, 'The delivery could not be stored: redeliver it later.\n')
    }
  }
}

const single = (header: string | string[] | undefined) => (typeof header === 'string' ? header : '')
