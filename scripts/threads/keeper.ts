import type { Answer } from '../../core/actions/answer.ts'
import type { Ports } from '../../core/actions/ports.ts'
import type { Message } from '../../core/chat/message.ts'
import { elapsedStepMs } from '../../core/chat/messages/deployment-head.ts'
import type { Place } from '../../core/records/people.ts'
import { sets } from '../../core/records/records.ts'
import { rememberThreadMs, type Thread, threadAsked } from '../../core/records/thread.ts'
import type { Board } from '../board.ts'
import { type Bell, bell } from './bell.ts'
import { holdThread } from './hold-thread.ts'
import { redacted } from './redacted.ts'
import { showThread } from './show-thread.ts'
import { turns } from './turns.ts'
import { updateThread } from './update-thread.ts'

export interface KeeperOptions {
  readonly ports: Ports
  /** The adapter's name. */
  readonly surface: string
  readonly board: Board
  readonly redact: (text: string) => string
}

export interface Line {
  readonly id: string
  readonly place: Place
  readonly message: Message
  readonly thread: string
  readonly deployment?: string | undefined
}

/**
 * Keeps the threads of a board current. What is to be shown is stored first and then shown as soon as chat takes it, by
 * one process at a time for each thread; nobody waits for chat.
 */
export interface Keeper {
  /** Said at once to a command, while it goes on. */
  acknowledge(place: Place, message: Message): Promise<void>
  /** What came of it: takes the place of the acknowledgement. */
  answer(place: Place, answer: Pick<Answer, 'message' | 'request'>): Promise<void>
  /** Something that happened to a deployment. */
  tell(line: Line): Promise<void>
  /** Shows what it can for a moment, then stops; what is left is shown by whoever starts next. */
  close(): Promise<void>
}

const sweepMs = 5_000
const lastWordMs = 3_000 // what a chat that is well takes to show how everything ended

export function openKeeper({ ports, surface, board, redact }: KeeperOptions): Keeper {
  const { engine, records, log } = ports
  const closing = new AbortController()
  const inHand = new Set<string>()
  const showing = { ports, inHand, surface, board, redact, posts: turns(), closing: closing.signal }
  const underWay = new Map<string, { readonly bell: Bell; readonly over: Promise<void> }>()
  const running = new Set<string>()

  /** The index comes first, so that a thread whose writer died is found. */
  async function change(fresh: Thread, patch: (thread: Thread) => Thread | undefined): Promise<void> {
    await engine.store.sorted.add(sets.threads, fresh.id, ports.now())
    const isNew = await records.threads.create(fresh.id, fresh, { expiresInMs: rememberThreadMs })
    if (!isNew) await updateThread(ports, fresh.id, patch)
    show(fresh.id)
  }

  function show(id: string): void {
    const here = underWay.get(id)
    if (here) return here.bell.ring()
    if (closing.signal.aborted) return
    const own = bell(closing.signal)
    const over = showUnderLease(id, own)
      .catch((err: unknown) => log.warn({ thread: id, err }, 'could not show a thread; trying again soon'))
      .then(() => {
        underWay.delete(id)
        if (own.hasRung()) show(id)
      })
    underWay.set(id, { bell: own, over })
  }

  async function showUnderLease(id: string, own: Bell): Promise<void> {
    const hold = await holdThread(engine.store, id)
    // Whoever has it looks for changes before letting go, and the sweep looks after that.
    if (!hold) return own.silence()
    try {
      if (await showThread(showing, id, own, hold)) running.add(id)
      else running.delete(id)
    } finally {
      await hold.release()
    }
  }

  async function sweep(): Promise<void> {
    for (const { member } of await engine.store.sorted.range(sets.threads)) if (!underWay.has(member)) show(member)
  }

  const look = () =>
    void sweep().catch((err: unknown) => log.warn({ err }, 'could not look for threads to show; looking again'))
  const sweeping = setInterval(look, sweepMs)
  const ticking = setInterval(() => running.forEach(show), elapsedStepMs)
  look()

  return {
    async acknowledge(place, message) {
      const id = threadAsked(place)
      if (id === undefined) return
      inHand.add(id)
      const acknowledged = { said: redacted(message, redact), pendingSince: ports.now() }
      await change({ id, place, lines: [], ...acknowledged }, (thread) =>
        thread.said || thread.deployment ? undefined : { ...thread, ...acknowledged },
      )
    },
    async answer(place, { message, request }) {
      const id = threadAsked(place)
      if (id === undefined) return
      const about = { said: redacted(message, redact), ...(request !== undefined && { request }) }
      inHand.delete(id)
      await change({ id, place, lines: [], ...about }, ({ pendingSince: _pending, ...thread }) => ({
        ...thread,
        ...about,
      }))
    },
    async tell({ id, place, message, thread: about, deployment }) {
      const line = { id, message: redacted(message, redact) }
      // What is told of a command that has no deployment is how it stands now.
      const known = deployment === undefined ? { said: line.message } : { deployment }
      const isHead = deployment === undefined
      await change(
        { id: about, place, lines: isHead ? [] : [line], ...known },
        ({ pendingSince: _pending, ...thread }) =>
          thread.lines.some((told) => told.id === id)
            ? undefined
            : { ...thread, ...known, lines: [...thread.lines, line] },
      )
    },
    async close() {
      clearInterval(sweeping)
      clearInterval(ticking)
      const allShown = () => Promise.all([...underWay.values()].map(({ over }) => over))
      const late = setTimeout(() => closing.abort(), lastWordMs)
      await allShown()
      clearTimeout(late)
      closing.abort()
    },
  }
}
