import { Adapter, type Envelope, type Robot, TextMessage } from 'hubot'
import pino from 'pino'
import type { Answer } from '../../core/actions/answer.ts'
import { renderText } from '../../core/chat/render-text.ts'
import type { Perform } from '../../scripts/perform.ts'
import { startRobot } from '../../scripts/robot.ts'
import type { Surface } from '../../scripts/surface.ts'

export interface Sent {
  readonly room: string
  readonly thread: unknown
  readonly text: string
}

export interface Said {
  readonly as?: { readonly id: string; readonly name: string }
  readonly room?: string
  readonly thread?: string
  readonly id?: string
}

/** A chat that keeps what the robot sends, and takes lines from people; `breaks` makes so many sends fail. */
class MemoryAdapter extends Adapter {
  readonly sent: Sent[] = []
  breaks = 0

  override async send(envelope: Envelope, ...texts: string[]): Promise<void> {
    if (this.breaks > 0) {
      this.breaks -= 1
      throw new Error('chat is away')
    }
    for (const text of texts) this.sent.push({ room: envelope.room, thread: envelope.message?.thread_ts, text })
  }

  override async run(): Promise<void> {
    this.emit('connected')
  }

  /** Resolves when the robot has dealt with it. */
  async hears(text: string, { as, room = 'ops', thread, id = 'm1' }: Said = {}): Promise<void> {
    const { id: user, name } = as ?? { id: 'U1', name: 'alice' }
    const message = new TextMessage(this.robot.brain.userForId(user, { name, room }), text, id)
    if (thread !== undefined) message.thread_ts = thread
    await this.receive(message)
  }
}

export function memorySurface(): Surface & { chat(): MemoryAdapter } {
  let adapter: MemoryAdapter | undefined
  return {
    name: 'memory',
    adapter: {
      use(robot: Robot) {
        adapter = new MemoryAdapter(robot)
        return adapter
      },
    },
    render: renderText,
    showsEverything: false,
    chat() {
      if (!adapter) throw new Error('the robot has not been started')
      return adapter
    },
  }
}

export interface MemoryRobotOptions {
  readonly alias?: string
  readonly surface?: Partial<Surface>
  readonly redact?: (text: string) => string
}

/** A robot called slip in a chat of its own; `logged` is what it wrote to its log. */
export async function memoryRobot(perform: Perform, { alias, surface: own, redact = same }: MemoryRobotOptions = {}) {
  const logged: string[] = []
  const log = pino({ level: 'warn' }, { write: (line) => void logged.push(line) })
  const memory = memorySurface()
  const surface: Surface = { ...memory, ...own }
  const running = await startRobot({
    name: 'slip',
    ...(alias !== undefined && { alias }),
    surface,
    perform,
    redact,
    log,
  })
  return { ...running, surface, log, logged, redact, chat: memory.chat() }
}

export const answered = (title: string, more: Partial<Answer> = {}): Answer => ({
  ok: true,
  code: 'answered',
  message: { title },
  ...more,
})

const same = (text: string) => text
