import type { Answer } from '../core/actions/answer.ts'
import type { Message } from '../core/chat/message.ts'
import type { Person, Place } from '../core/records/people.ts'

/** core/actions/perform.ts with its ports in hand. Undefined when there is nothing to say: no command, or a message seen before. */
export type Perform = (
  text: string,
  who: Person,
  place: Place,
  acknowledge: (message: Message) => Promise<void>,
) => Promise<Answer | undefined>
