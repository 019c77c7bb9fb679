import type { Message } from '../chat/message.ts'
import type { Person, Place } from '../records/people.ts'
import type { Answer } from './answer.ts'
import type { Ports } from './ports.ts'

/** Who asked, where, and what the command may use. */
export interface Asked {
  readonly who: Person
  readonly place: Place
  readonly ports: Ports
  /** Says something at once, while the command goes on. */
  readonly acknowledge: (message: Message) => Promise<void>
}

/** Carries one command out. Undefined when it was carried out before and there is nothing to say. */
export type Action<C> = (command: C, asked: Asked) => Promise<Answer | undefined>
