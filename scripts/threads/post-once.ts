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

/**
 * Posts something of a thread. It is written down before: whoever finds it written without an answer looks for the
 * message before posting it again.
 */
export async function postOnce(
  { ports, board, posts }: Posting,
  thread: Thread,
  what: { readonly id: string; readonly message: Message },
): Promise<Spot> {
  const { place, head, posting } = thread
  const root = place.threadId ?? head?.ts
  const post = {
    room: head?.channel ?? place.room,
    ...(root !== undefined && { thread: root }),
    id: `${thread.id}:${what.id}`,
    message: what.message,
  }
  return posts(post.room, async () => {
    const found = posting?.id === what.id ? await board.find(post, posting.at) : undefined
    if (found) return found
    await updateThread(ports, thread.id, (fresh) => ({ ...fresh, posting: { id: what.id, at: ports.now() } }))
    try {
      return await board.post(post)
    } catch (error) {
      if (error instanceof BoardTrouble && error.kind === 'away')
        await updateThread(ports, thread.id, ({ posting: _posting, ...fresh }) => fresh)
      throw error
    }
  })
}
