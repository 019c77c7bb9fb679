import type { AdapterMaker } from 'hubot'
import type { Message } from '../core/chat/message.ts'

/** Where people speak with the robot: a Hubot adapter, and how messages look there. */
export interface Surface {
  /** Stands in places and in the ids of people: `shell`, `slack`, `irc`. */
  readonly name: string
  readonly adapter: AdapterMaker
  readonly render: (message: Message) => string
  /** True where messages meant for other surfaces are shown too. */
  readonly showsEverything: boolean
  /** Told of each request that a command made and that is not over yet. */
  readonly asked?: (request: string) => void
  /** Begins to take what people say, where that has to wait until everything is up. */
  readonly open?: () => void
}
