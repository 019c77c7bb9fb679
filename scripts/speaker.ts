import type { Envelope, TextMessage } from 'hubot'
import type { Person, Place } from '../core/records/people.ts'

/**
 * Who said it. Names are the account's name and id, never a display name: rights hang on them, and display names
 * are anybody's to choose. Hubot adapters put the account name into `user.name`.
 */
export function personOf({ user }: Pick<TextMessage, 'user'>, surface: string): Person {
  const id = textOf(user.id) ?? textOf(user.name) ?? 'somebody'
  const name = textOf(user.name) ?? id
  return { id: `${surface}:${id}`, name, names: [...new Set([name, id])] }
}

/** Where it was said. `otherNames`: what else the room is called. */
export function placeOf(
  message: TextMessage,
  envelope: Envelope,
  surface: string,
  otherNames: readonly string[],
): Place {
  const room = textOf(envelope.room) ?? ''
  const messageId = textOf(message.id)
  const threadId = textOf(message.thread_ts)
  return {
    adapter: surface,
    room,
    roomNames: [...new Set([room, ...otherNames])],
    ...(messageId !== undefined && { messageId }),
    ...(threadId !== undefined && { threadId }),
  }
}

/** Adapters give numbers, strings or nothing. */
const textOf = (value: unknown) =>
  typeof value === 'number' || (typeof value === 'string' && value !== '') ? String(value) : undefined
