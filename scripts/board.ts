import type { Message } from '../core/chat/message.ts'
import type { Spot } from '../core/records/thread.ts'

/** Where something is to be posted. */
export interface Destination {
  /** A room as it was said or as apps.json names it: by id or by name. */
  readonly room: string
  /** The thread to post into: the `ts` of its first message. */
  readonly thread?: string
}

export interface Post extends Destination {
  /** Travels with the message where people do not see it: what a lost answer is recognised by. */
  readonly id: string
  readonly message: Message
}

/** A surface on which a message can be changed after it was posted, and has a thread below it. All methods throw BoardTrouble. */
export interface Board {
  post(post: Post): Promise<Spot>
  edit(spot: Spot, message: Message): Promise<void>
  /** The message that was posted with this id, since about `since` (ms). */
  find(post: Post, since: number): Promise<Spot | undefined>
}

/**
 * Chat did not take something. `refused`: it never will. `away`: it surely did not, and may later, not before `afterMs`.
 * `unclear`: it may have.
 */
export class BoardTrouble extends Error {
  readonly kind: 'refused' | 'away' | 'unclear'
  readonly afterMs: number | undefined
  constructor(kind: BoardTrouble['kind'], message: string, options: ErrorOptions & { readonly afterMs?: number } = {}) {
    super(message, options)
    this.name = 'BoardTrouble'
    this.kind = kind
    this.afterMs = options.afterMs
  }
}
