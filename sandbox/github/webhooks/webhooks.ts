import { randomUUID } from 'node:crypto'
import { Agent } from 'node:http'
import type { DeliveryFate } from '../faults.ts'
import type { HubEvent } from '../hub.ts'
import { type Attempt, type ContentType, type Hook, post } from './post.ts'

const kept = 1000 // deliveries; GitHub keeps three days

/** One delivery and every try to make it. */
export interface Delivery {
  readonly id: number
  /** `X-GitHub-Delivery`; a redelivery carries it again. */
  readonly guid: string
  readonly event: string
  readonly action: string | undefined
  /** The JSON that is sent. */
  readonly payload: string
  readonly attempts: readonly Attempt[]
}

interface Kept extends Delivery {
  readonly attempts: Attempt[]
}

export interface Webhooks {
  /** Sends a ping there, and from now on every event. */
  readonly setHook: (url: string, secret: string, contentType?: ContentType) => Promise<void>
  readonly hook: () => Hook | undefined
  /** Sends a ping to where events go. */
  readonly ping: () => Promise<void>
  /** Resolves when each has been answered or given up. There is no automatic second try, as at GitHub. */
  readonly send: (events: readonly HubEvent[]) => Promise<void>
  /** True when an event has to arrive before its request is answered. */
  readonly hurries: (events: readonly HubEvent[]) => boolean
  /** Keeps deliveries back until `release`. */
  readonly hold: () => void
  readonly release: () => Promise<void>
  readonly deliveries: () => readonly Delivery[]
  readonly redeliver: (id: number) => Promise<Attempt>
  /** Resolves when nothing is on its way. */
  readonly settled: () => Promise<void>
  readonly close: () => Promise<void>
}

interface WebhooksOptions {
  readonly fateOf: (event: string) => DeliveryFate | undefined
  readonly log: (line: string) => void
}

export function createWebhooks({ fateOf, log }: WebhooksOptions): Webhooks {
  const agent = new Agent({ keepAlive: true })
  const records: Kept[] = []
  const underWay = new Set<Promise<unknown>>()
  const fates = new WeakMap<HubEvent, DeliveryFate | undefined>()
  let held: Kept[] | undefined
  let hook: Hook | undefined
  let nextId = 1

  function record({ name, payload }: HubEvent, guid: string): Kept {
    const { action } = payload
    const delivery: Kept = {
      id: nextId++,
      guid,
      event: name,
      action: typeof action === 'string' ? action : undefined,
      payload: JSON.stringify(payload),
      attempts: [],
    }
    records.push(delivery)
    if (records.length > kept) records.shift()
    return delivery
  }

  async function attempt(to: Hook, delivery: Kept): Promise<Attempt> {
    const sending = post(to, delivery, agent)
    underWay.add(sending)
    const outcome = await sending
    underWay.delete(sending)
    delivery.attempts.push(outcome)
    const what = delivery.action === undefined ? delivery.event : `${delivery.event}.${delivery.action}`
    log(`${what} delivered: ${outcome.statusCode ?? outcome.error ?? 'no answer'}`)
    return outcome
  }

  /** Asked once per event, since asking uses a scripted fate up. */
  function fate(event: HubEvent): DeliveryFate | undefined {
    if (!fates.has(event)) fates.set(event, fateOf(event.name))
    return fates.get(event)
  }

  async function dispatch(to: Hook, event: HubEvent): Promise<void> {
    const what = fate(event)
    if (what === 'dropped') {
      record(event, randomUUID())
      return
    }
    const [ids, copies] = typeof what === 'object' ? ('ids' in what ? [what.ids, 1] : [1, what.copies]) : [1, 1]
    const deliveries = Array.from({ length: ids }, () => record(event, randomUUID()))
    const sends = deliveries.flatMap((delivery) => Array.from({ length: copies }, () => delivery))
    if (held !== undefined) {
      held.push(...sends)
      return
    }
    await Promise.all(sends.map((delivery) => attempt(to, delivery)))
  }

  async function send(events: readonly HubEvent[]): Promise<void> {
    if (hook === undefined) return
    const to = hook
    await Promise.all(events.map((event) => dispatch(to, event)))
  }

  async function ping(): Promise<void> {
    const zen = 'Anything added dilutes everything else.'
    await send([{ name: 'ping', payload: { zen, hook_id: 1, hook: { type: 'Organization', id: 1, events: ['*'] } } }])
  }

  async function settled(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay)
  }

  return {
    send,
    ping,
    settled,
    hook: () => hook,
    hurries: (events) => events.some((event) => fate(event) === 'before-the-answer'),

    async setHook(url, secret, contentType = 'json') {
      hook = { url, secret, contentType }
      await ping()
    },

    hold() {
      held ??= []
    },

    async release() {
      const waiting = held ?? []
      const to = hook
      held = undefined
      if (to !== undefined) await Promise.all(waiting.map((delivery) => attempt(to, delivery)))
    },

    deliveries: () => records,

    async redeliver(id) {
      const delivery = records.find((one) => one.id === id)
      if (delivery === undefined || hook === undefined) throw new Error(`there is no delivery ${id} to send again`)
      return attempt(hook, delivery)
    },

    async close() {
      agent.destroy()
      await settled()
    },
  }
}
