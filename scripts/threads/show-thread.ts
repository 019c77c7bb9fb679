import type { Message } from '../../core/chat/message.ts'
import { interrupted } from '../../core/chat/messages/interrupted.ts'
import { sets } from '../../core/records/records.ts'
import { deploymentOf, putThreadAt, type Thread } from '../../core/records/thread.ts'
import { BoardTrouble } from '../board.ts'
import type { Bell } from './bell.ts'
import { backgroundOf, digestOf, firstMessage } from './first-message.ts'
import type { Hold } from './hold-thread.ts'
import { type Posting, postOnce } from './post-once.ts'
import { redacted } from './redacted.ts'
import { updateThread } from './update-thread.ts'

export interface Showing extends Posting {
  /** The adapter's name: what is said in its threads is found by it. */
  readonly surface: string
  readonly redact: (text: string) => string
  readonly closing: AbortSignal
  /** Commands that this process is carrying out. */
  readonly inHand: ReadonlySet<string>
}

const betweenEditsMs = 1_000
/** The sweep asks GitHub again for what was stored within half a minute; after this nothing will come of it. */
const answeredWithinMs = 90_000
const firstPauseMs = 1_000
const longestPauseMs = 5_000
/** After so many failures one after the other it is no hiccup: then chat is left in peace for longer. */
const hiccups = 60
const patientPauseMs = 30_000

/** What chat does not show yet. */
type Due =
  | { readonly kind: 'first' | 'line'; readonly id: string; readonly message: Message }
  | { readonly kind: 'edit'; readonly message: Message }
  | { readonly kind: 'place' }

/**
 * Shows all that there is to show of a thread, in order: its first message, its lines, and the first message again
 * whenever it looks different, once a second at most. Goes on until everything is shown. Posts do not wait for edits
 * that chat does not take, nor edits for posts. Answers whether the deployment still runs.
 */
export async function showThread(showing: Showing, id: string, bell: Bell, hold: Hold): Promise<boolean> {
  const { ports, closing } = showing
  const failures = { post: 0, edit: 0 }
  const notBefore = { post: 0, edit: 0 }
  let reading = false

  while (!closing.aborted && hold.isMine()) {
    bell.silence()
    const stored = await ports.records.threads.get(id)
    if (!stored || stored.value.dropped) {
      await ports.engine.store.sorted.remove(sets.threads, id)
      return false
    }
    const { value: thread, version } = stored
    const record = await deploymentOf(ports, thread)
    if (record?.startedAt !== undefined && thread.background === undefined && !reading) {
      reading = true
      void backgroundOf(ports, record)
        .then((background) => updateThread(ports, id, (fresh) => ({ ...fresh, background })))
        .catch((err: unknown) => ports.log.warn({ thread: id, err }, 'could not read the background of a deployment'))
        .finally(() => {
          reading = false
          bell.ring()
        })
    }
    const all = dueOf(thread, await firstMessage(ports, thread, record), showing)
    const now = performance.now()
    const due = all.find((one) => now >= notBefore[laneOf(one)])
    if (due) {
      await carryOut(thread, due)
      continue
    }
    if (all.length > 0) {
      await bell.wait(Math.min(...all.map((one) => notBefore[laneOf(one)])) - now)
      continue
    }
    if (reading && thread.background === undefined) {
      await bell.wait(longestPauseMs)
      continue
    }
    if (thread.pendingSince !== undefined && !record && thread.request === undefined) {
      await lookAfterPending(thread)
      continue
    }
    await ports.engine.store.sorted.remove(sets.threads, id)
    // Somebody may have changed it since it was read: then it is in the index again, or has to be.
    if (bell.hasRung()) continue
    if ((await ports.records.threads.get(id))?.version === version) return record?.state === 'in_progress'
    await ports.engine.store.sorted.add(sets.threads, id, ports.now())
  }
  return false

  /** It stays in the index until it is answered, so that the answer that never comes is noticed. */
  async function lookAfterPending({ pendingSince = 0, said }: Thread): Promise<void> {
    const leftMs = pendingSince + answeredWithinMs - ports.now()
    if (leftMs > 0 || showing.inHand.has(id)) return bell.wait(Math.max(leftMs, longestPauseMs))
    await updateThread(ports, id, ({ pendingSince: _pending, ...fresh }) => ({ ...fresh, said: interrupted(said) }))
  }

  async function carryOut(thread: Thread, due: Due): Promise<void> {
    const lane = laneOf(due)
    try {
      await show(showing, thread, due)
      failures[lane] = 0
      if (due.kind === 'first' || due.kind === 'edit') notBefore.edit = performance.now() + betweenEditsMs
    } catch (error) {
      if (!(error instanceof BoardTrouble)) throw error
      const about = { thread: id, room: thread.place.room, why: error.message }
      if (error.kind === 'refused') {
        ports.log.error(about, 'chat refused a message; it is not sent again')
        return drop(showing, thread, due)
      }
      // To be asked to wait is no failure.
      if (error.afterMs === undefined) failures[lane] += 1
      const pauseMs = error.afterMs ?? pauseAfter(failures[lane])
      notBefore[lane] = performance.now() + pauseMs
      ports.log.warn({ ...about, pauseMs }, 'chat did not take a message; trying again')
    }
  }
}

const laneOf = ({ kind }: Due) => (kind === 'edit' ? 'edit' : 'post')

const pauseAfter = (failures: number) =>
  failures > hiccups ? patientPauseMs : Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs)

/** In the order in which it is wanted. */
function dueOf(thread: Thread, first: Message | undefined, { redact }: Showing): Due[] {
  const message = first && redacted(first, redact)
  if (!thread.head) return message ? [{ kind: 'first', id: 'first', message }] : []
  const line = thread.lines.find(({ spot, dropped }) => !spot && !dropped)
  return [
    ...(isAboutSomething(thread) && !thread.placed ? [{ kind: 'place' } as const] : []),
    ...(line ? [{ kind: 'line', id: line.id, message: line.message } as const] : []),
    ...(message && digestOf(message) !== thread.shown ? [{ kind: 'edit', message } as const] : []),
  ]
}

/** Words said in a thread mean its deployment, or what can be asked for after a refusal. */
const isAboutSomething = ({ deployment, request, said }: Thread) =>
  deployment !== undefined || request !== undefined || (said?.buttons ?? []).length > 0

async function show(showing: Showing, thread: Thread, due: Due): Promise<void> {
  const { ports, board, surface } = showing
  switch (due.kind) {
    case 'first': {
      const { spot: head, message } = await postOnce(showing, thread, due)
      const shown = digestOf(message)
      return updateThread(ports, thread.id, ({ posting: _posting, ...fresh }) => ({ ...fresh, head, shown }))
    }
    case 'line': {
      const { spot } = await postOnce(showing, thread, due)
      return updateThread(ports, thread.id, ({ posting: _posting, ...fresh }) => ({
        ...fresh,
        lines: fresh.lines.map((line) => (line.id === due.id ? { ...line, spot } : line)),
      }))
    }
    case 'edit': {
      if (thread.head) await board.edit(thread.head, due.message)
      const shown = digestOf(due.message)
      return updateThread(ports, thread.id, (fresh) => ({ ...fresh, shown }))
    }
    case 'place': {
      const { head, place } = thread
      // The newest of a thread is what its words mean; a button means the message it stands on.
      const room = head?.channel ?? place.room
      for (const at of new Set([head?.ts, place.threadId]))
        if (at !== undefined) await putThreadAt(ports, { adapter: surface, room, at }, thread.id)
      return updateThread(ports, thread.id, (fresh) => ({ ...fresh, placed: true }))
    }
  }
}

/** A room that is closed to us takes none of it; a message that cannot be changed any more is left as it is. */
function drop({ ports }: Showing, thread: Thread, due: Due): Promise<void> {
  return updateThread(ports, thread.id, ({ posting: _posting, ...fresh }) => {
    if (due.kind === 'first') return { ...fresh, dropped: true }
    if (due.kind === 'edit') return { ...fresh, shown: digestOf(due.message) }
    if (due.kind === 'place') return fresh
    return { ...fresh, lines: fresh.lines.map((line) => (line.id === due.id ? { ...line, dropped: true } : line)) }
  })
}
