import { randomUUID } from 'node:crypto'
import { Adapter, type Envelope, type Robot, TextMessage } from 'hubot'
import type { Message } from '../../core/chat/message.ts'
import { renderText } from '../../core/chat/render-text.ts'
import type { Surface } from '../../scripts/surface.ts'

const room = 'deploys'

interface RoomOptions {
  /** Told of everything the robot says, in order; the next is said when it resolves. */
  readonly heard: (text: string) => Promise<void>
  /** Told of each request that a command made. */
  readonly asked: (request: string) => void
}

/** A chat room for several people, held in memory. */
export interface Room {
  readonly surface: Surface
  /** Resolves when the robot has answered. */
  say(who: string, text: string): Promise<void>
}

class RoomAdapter extends Adapter {
  readonly #heard: RoomOptions['heard']

  constructor(robot: Robot, heard: RoomOptions['heard']) {
    super(robot)
    this.name = 'demo'
    this.#heard = heard
  }

  override async run(): Promise<void> {
    this.emit('connected')
  }

  override async send(_: Envelope, ...texts: string[]): Promise<void> {
    for (const text of texts) await this.#heard(text)
  }

  override reply(envelope: Envelope, ...texts: string[]): Promise<void> {
    return this.send(envelope, ...texts)
  }

  async hear(who: string, text: string): Promise<void> {
    const speaker = this.robot.brain.userForId(who, { name: who, room })
    await this.receive(new TextMessage(speaker, `${this.robot.name} ${text}`, randomUUID()))
  }
}

export function createRoom({ heard, asked }: RoomOptions): Room {
  let adapter: RoomAdapter | undefined
  return {
    surface: {
      name: 'demo',
      adapter: {
        use(robot) {
          adapter = new RoomAdapter(robot, heard)
          return adapter
        },
      },
      render: plainly,
      showsEverything: true,
      asked,
    },
    async say(who, text) {
      if (!adapter) throw new TypeError('somebody speaks in a room without a robot')
      await adapter.hear(who, text)
    },
  }
}

/** Nobody can press a button in a story, or open a page that is gone at its end. */
const plainly = ({ title, lines = [], table }: Message) => renderText({ title, lines, ...(table && { table }) })
