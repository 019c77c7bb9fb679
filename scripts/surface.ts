import type { AdapterMaker, User } from 'hubot'
import type { Message } from '../core/chat/message.ts'
import type { Board } from './board.ts'

/** Where people speak with the robot: a Hubot adapter, and how messages look there. */
export interface Surface {
  /** Stands in places and in the ids of people: `shell`, `slack`, `irc`. */
  readonly name: string
  readonly adapter: AdapterMaker
  readonly render: (message: Message) => string
  /** True where messages meant for other surfaces are shown too. */
  readonly showsEverything: boolean
  /** What else a room is called that something was heard in. */
  readonly roomNames?: (room: string) => readonly string[]
  /** Where messages are kept current and have threads; without it everything is said in lines of text. */
  readonly board?: Board
  /** Tells of buttons that somebody pressed. */
  readonly onPressed?: (listener: (press: Pressed) => Promise<void>) => void
  /** Told of each request that a command made and that is not over yet. */
  readonly asked?: (request: string) => void
  /** Begins to take what people say, where that has to wait until everything is up. */
  readonly open?: () => void
}

/** A button of a message of ours, pressed by somebody. */
export interface Pressed {
  readonly user: User
  readonly room: string
  /** The message it stands on, and the first one of that message's thread. */
  readonly message: string
  readonly thread: string
  readonly button: string
  /** The command it stands for. */
  readonly says: string
  /** Unique for each press. */
  readonly press: string
}
