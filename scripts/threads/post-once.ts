import type { Ports } from '../../core/actions/ports.ts'
import type { Message } from '../../core/chat/message.ts'
import type { Spot, Thread } from '../../core/records/thread.ts'
import { type Board, BoardTrouble } from '../board.ts'
import { updateThread } from './update-thread.ts'
import type { turns } from './turns.ts'

export interface Posting {
  readonly ports: Ports
  readonly board: Board
  /** One post at a time for each room: two in flight may change places. */
  readonly posts: ReturnType<typeof turns>
}

/** Where it stands, and what it says there: what was posted before may say less than what is wanted now. */
export interface Posted {
  readonly spot: Spot
  readonly message: Message
}

/**
 * Posts something of a thread. It is written down before: whoever finds it written without an answer looks for the
 * message before posting it again.
 */
export async function postOnce(
  { ports, board, posts }: Posting,
  thread: Thread,
  what: { readonly id: string; readonly message: Message },
): Promise<Posted> {
  const { place, head, posting } = thread
  const root = place.threadId ?? head?.ts
  const post = {
    room: head?.channel ?? place.room,
    ...(root !== undefined && { thread: root }),
    id: `${thread.id}:${what.id}`,
    message: what.message,
  }
  return posts(post.room, async () => {
    const found =
      posting?.id === what.id ? await board.find({ ...post, message: posting.message }, posting.at) : undefined
    if (posting && found) return { spot: found, message: posting.message }
    await updateThread(ports, thread.id, (fresh) => ({
      ...fresh,
      posting: { id: what.id, message: what.message, at: ports.now() },
    }))
    try {
      return { spot: await board.post(post), message: what.message }
    } catch (error) {
      if (error instanceof BoardTrouble && error.kind === 'away')
        await updateThread(ports, thread.id, ({ posting: _posting, ...fresh }) => fresh)
      throw error
    }
  })
}
