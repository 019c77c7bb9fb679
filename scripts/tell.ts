import type { Envelope, Robot } from 'hubot'
import type { Logger } from 'pino'
import { z } from 'zod'
import { message } from '../core/chat/message.ts'
import type { Consumer, Engine, QueuedJob } from '../core/engine/engine.ts'
import { type Place, place } from '../core/records/people.ts'
import type { Surface } from './surface.ts'
import type { Keeper } from './threads/keeper.ts'

/** What the `chat` queue carries. */
const told = z.object({
  place,
  message,
  /** The thread of ours that it is a line of, and the key of that thread's deployment. */
  thread: z.string().optional(),
  deployment: z.string().optional(),
})

export interface ChatOptions {
  readonly engine: Engine
  readonly robot: Robot
  readonly surface: Surface
  /** Shows it in threads, where the surface has them. */
  readonly keeper?: Keeper | undefined
  readonly redact: (text: string) => string
  readonly log: Logger
  /** Tries after which a message is given up for the sake of those behind it; default: about an hour's. */
  readonly tries?: number
}

/** The queue pauses for at most half a minute between two tries, so this is an hour. */
const triesInAnHour = 125

/**
 * Tells the rooms what the `chat` queue holds. A keeper takes it over and shows it when chat does. Everywhere else it is
 * told one message at a time: while chat does not take one, the queue tries it again and the others wait behind it, so
 * that they come in order.
 */
export async function consumeChat(options: ChatOptions): Promise<Consumer> {
  const { engine, robot, surface, keeper, redact, log, tries = triesInAnHour } = options
  const strangers = new Set<string>()

  async function tell({ id, data, attempt }: QueuedJob): Promise<void> {
    const parsed = told.safeParse(data)
    if (!parsed.success) {
      log.error({ id, err: parsed.error }, 'dropped something from the chat queue that is no message')
      return
    }
    const { place, message, thread, deployment } = parsed.data
    // `any`: an app's own room, for what nobody asked for in chat.
    if (place.adapter !== 'any' && place.adapter !== surface.name && !surface.showsEverything) {
      dropOnce(place.adapter)
      return
    }
    if (keeper) return keeper.tell({ id, place, message, thread: thread ?? id, deployment })
    try {
      await robot.send(envelopeOf(place), redact(surface.render(message)))
    } catch (err) {
      if (attempt < tries) throw err
      log.error({ id, room: place.room, title: message.title, attempt, err }, 'gave a message up: chat did not take it')
    }
  }

  function dropOnce(adapter: string): void {
    if (strangers.has(adapter)) return
    strangers.add(adapter)
    log.warn({ adapter, runs: surface.name }, 'dropped messages for another adapter than the one that runs here')
  }

  return await engine.queues.chat.work(tell, { concurrency: 1 })
}

const envelopeOf = ({ room, threadId }: Place): Envelope => ({
  room,
  ...(threadId !== undefined && { message: { room, thread_ts: threadId } }),
})
