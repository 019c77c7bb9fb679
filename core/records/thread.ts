import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Ports } from '../actions/ports.ts'
import { message } from '../chat/message.ts'
import { shipment } from '../github/shipment.ts'
import type { DeploymentRecord } from './deployment.ts'
import { type Place, place } from './people.ts'
import type { Request } from './request.ts'

/** Where a message stands: Slack's `channel` and `ts`. */
export const spot = z.object({ channel: z.string(), ts: z.string() })
export type Spot = z.infer<typeof spot>

/** What is read once about a deployment for those who look at it. */
export const background = z.object({
  previous: z.object({ id: z.number().optional(), ref: z.string(), sha: z.string() }).optional(),
  usualMs: z.number().optional(),
  ships: shipment.optional(),
})
export type Background = z.infer<typeof background>

/** One line below the first message. `spot` is where it was posted. */
const line = z.object({ id: z.string(), message, spot: spot.optional(), dropped: z.literal(true).optional() })

/**
 * What chat shows of one command or one deployment: a first message that is kept current, and lines below it. It is
 * written before it is shown, so that whoever finds it later goes on where a dead process stopped.
 */
export const thread = z.object({
  id: z.string(),
  /** Where it was asked for; with `threadId`, everything stays in that thread. */
  place,
  /** The first message as long as there is no deployment to speak of. */
  said: message.optional(),
  /** It was acknowledged then (ms), and not answered yet. */
  pendingSince: z.number().optional(),
  request: z.string().optional(),
  /** Key of the deployment that the first message shows. */
  deployment: z.string().optional(),
  background: background.optional(),
  /** Where the first message stands, and a digest of what it was last made to show. */
  head: spot.optional(),
  shown: z.string().optional(),
  /** Whether what is said there finds it. */
  placed: z.literal(true).optional(),
  lines: z.array(line).readonly(),
  /** What may have been posted by whoever wrote this: looked for before it is posted again. */
  posting: z.object({ id: z.string(), at: z.number(), message }).optional(),
  /** Chat will never take it: the room is gone, or closed to us. */
  dropped: z.literal(true).optional(),
})
export type Thread = z.infer<typeof thread>

/** Threads are remembered for so long after their last change. */
export const rememberThreadMs = 30 * 24 * 3_600_000

const digest = (...parts: readonly string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)

type About = { readonly place?: Place | undefined } & (
  | Pick<DeploymentRecord, 'key' | 'request'>
  | (Pick<Request, 'id' | 'wait'> & { readonly key?: undefined })
)

/**
 * The thread of a request or deployment. What was asked for by a message is known by that message, from its
 * acknowledgement on; everything else by its request, or by its key when somebody made it on GitHub.
 */
export function threadOf(about: About): string {
  const asked = about.place && threadAsked(about.place)
  if (asked !== undefined) return asked
  if (about.key === undefined) return about.wait ?? about.id
  // A start of a waiting command is a request of its own: `<wait>-<attempt>`.
  return about.request?.replace(/-\d+$/, '') ?? about.key
}

/** The thread of what a message asked for. */
export const threadAsked = ({ adapter, room, messageId }: Place): string | undefined =>
  messageId === undefined ? undefined : digest(adapter, room, messageId)

const keyAt = (adapter: string, room: string, at: string) => `thread-at/${digest(adapter, room, at)}`

/** From now on what is said in the chat's thread `at` is about this thread of ours. */
export async function putThreadAt(
  { engine }: Pick<Ports, 'engine'>,
  where: { readonly adapter: string; readonly room: string; readonly at: string },
  id: string,
): Promise<void> {
  const key = keyAt(where.adapter, where.room, where.at)
  await engine.store.put(key, id, { expiresInMs: rememberThreadMs })
}

/** What is spoken of at this place: the thread that we started there, or the message whose button was pressed. */
export async function threadAt(
  { engine, records }: Pick<Ports, 'engine' | 'records'>,
  { adapter, room, threadId, pressed }: Place,
): Promise<Thread | undefined> {
  for (const at of [pressed, threadId]) {
    const entry = at === undefined ? undefined : await engine.store.get(keyAt(adapter, room, at))
    const found = entry && (await records.threads.get(z.string().parse(entry.value)))
    if (found) return found.value
  }
  return undefined
}

/** The deployment that a thread is about, once there is one. */
export async function deploymentOf(
  { records }: Pick<Ports, 'records'>,
  { deployment, request }: Pick<Thread, 'deployment' | 'request'>,
): Promise<DeploymentRecord | undefined> {
  const key = deployment ?? (request === undefined ? undefined : await boundTo(records, request))
  return key === undefined ? undefined : (await records.deployments.get(key))?.value
}

async function boundTo(records: Ports['records'], request: string): Promise<string | undefined> {
  const bound = (await records.requests.get(request))?.value.deployment
  if (bound !== undefined) return bound
  const wait = (await records.waits.get(request))?.value
  return wait && (await records.requests.get(`${wait.id}-${wait.attempts}`))?.value.deployment
}
