import { randomUUID } from 'node:crypto'
import { Adapter, type Envelope, type Robot, TextMessage } from 'hubot'
import type { LineIo } from './line-io.ts'

const room = 'shell'

/** Hubot's side of the shell. It reads nothing by itself: `say` is called for each line. */
export class ShellAdapter extends Adapter {
  /** No line is taken any more, and an end of input means nothing. */
  closed = false
  readonly #io: LineIo
  constructor(robot: Robot, io: LineIo) {
    super(robot)
    this.name = 'shell'
    this.#io = io
  }

  override async run(): Promise<void> {
    this.emit('connected')
  }

  override async send(_: Envelope, ...texts: string[]): Promise<void> {
    for (const text of texts) await this.#io.print(text)
  }

  override reply(envelope: Envelope, ...texts: string[]): Promise<void> {
    return this.send(envelope, ...texts)
  }

  override close(): void {
    this.closed = true
    this.#io.close()
    super.close()
  }

  /** Says a command to the robot; resolves when it has been answered. The same text again is another message. */
  async say(command: string, user: string): Promise<void> {
    const speaker = this.robot.brain.userForId(user, { name: user, room })
    await this.receive(new TextMessage(speaker, `${this.robot.name} ${command}`, randomUUID()))
  }
}
