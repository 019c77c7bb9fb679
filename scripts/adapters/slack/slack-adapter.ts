import type { WebClient } from '@slack/web-api'
import { Adapter, type Robot, TextMessage, User } from 'hubot'
import type { Logger } from 'pino'
import { z } from 'zod'
import { parseThreadWord } from '../../../core/commands/parse-thread-word.ts'
import { ConfigError } from '../../../core/config/config-error.ts'
import { commandIn } from '../../command-in.ts'
import type { Pressed } from '../../surface.ts'
import type { Connection } from './connection.ts'
import { pressesIn, type PressedOnSlack, renameIn, type SaidOnSlack, saidIn } from './incoming.ts'
import type { Rooms } from './rooms.ts'
import { type Own, saidText } from './said-text.ts'
import { recently } from './recently.ts'
import { isAboutToken } from './trouble-of.ts'

export interface SlackParts {
  readonly web: WebClient
  readonly rooms: Rooms
  readonly accountOf: (id: string) => Promise<string>
  readonly connect: (received: (kind: 'event' | 'interactive', body: unknown) => void) => Connection
  readonly pressed: (press: Pressed) => Promise<void>
  readonly knowTeam: (team: string | undefined) => void
  readonly log: Logger
}

const self = z.object({ user_id: z.string(), team_id: z.string().optional() })
const againMs = 2_000
const lookupMs = 2_000 // nobody waits longer for a name than this

/** Hubot's side of Slack: Socket Mode in; what goes out goes through the board. */
export class SlackAdapter extends Adapter {
  readonly #parts: SlackParts
  readonly #connection: Connection
  readonly #isNew = recently()
  readonly #roomNames = new Map<string, readonly string[]>()
  #own: Own | undefined
  #closed = false

  constructor(robot: Robot, parts: SlackParts) {
    super(robot)
    this.name = 'slack'
    this.#parts = parts
    this.#connection = parts.connect((kind, body) => this.#received(kind, body))
  }

  /** Who we are comes before the socket: the first message may be there with its hello. A Slack that is away is waited for behind the start. */
  override async run(): Promise<void> {
    if (await this.#signIn()) await this.#open()
    else void this.#signInLater()
    this.emit('connected')
  }

  override close(): void {
    this.#closed = true
    void this.#connection
      .close()
      .catch((err: unknown) => this.#parts.log.warn({ err }, 'the socket did not close well'))
    super.close()
  }

  /** What else a room is called that something was heard in. */
  roomNames(room: string): readonly string[] {
    return this.#roomNames.get(room) ?? []
  }

  async #signIn(): Promise<boolean> {
    try {
      const { user_id: user, team_id: team } = self.parse(await this.#parts.web.auth.test())
      this.#own = { user, name: this.robot.name }
      this.#parts.knowTeam(team)
      return true
    } catch (error) {
      if (isAboutToken(error))
        throw refused('HUBOT_SLACK_BOT_TOKEN', error.data.error, 'the one that starts with xoxb-')
      this.#parts.log.warn({ err: error }, 'Slack does not say who we are yet; asking again')
      return false
    }
  }

  async #open(): Promise<void> {
    try {
      await this.#connection.open()
    } catch (error) {
      if (!isAboutToken(error)) throw error
      throw refused('HUBOT_SLACK_APP_TOKEN', error.data.error, 'one that starts with xapp-, with connections:write')
    }
  }

  async #signInLater(): Promise<void> {
    try {
      while (!this.#closed) {
        await new Promise((resolve) => setTimeout(resolve, againMs).unref())
        if (await this.#signIn()) return await this.#open()
      }
    } catch (err) {
      this.#parts.log.error({ err }, 'Slack refuses us; mend the token and start again')
    }
  }

  #received(kind: 'event' | 'interactive', body: unknown): void {
    const work =
      kind === 'event' ? this.#heard(body) : Promise.all(pressesIn(body).map((press) => this.#pressed(press)))
    work.catch((err: unknown) => this.#parts.log.error({ err }, 'something that Slack sent could not be dealt with'))
  }

  async #heard(event: unknown): Promise<void> {
    const renamed = renameIn(event)
    if (renamed) return this.#parts.rooms.renamed(renamed.id, renamed.name)
    const said = saidIn(event)
    const own = this.#own
    if (!said || !own || said.user === own.user) return
    // A mention comes as two events, and whatever was not acknowledged in time comes again.
    if (!this.#isNew(`${said.channel}-${said.ts}`)) return
    await this.receive(await this.#messageOf(said, own))
  }

  async #messageOf(said: SaidOnSlack, own: Own): Promise<TextMessage> {
    const { user, channel, thread, ts, isDirect } = said
    const typed = saidText(said.text, own)
    const text = isDirect && commandIn(typed, this.robot) === undefined ? `${this.robot.name} ${typed}` : typed
    const isWord = thread !== undefined && parseThreadWord(text) !== undefined
    // Names are looked up only for what is said to us: a busy channel is none of our business.
    const isToUs = isWord || commandIn(text, this.robot) !== undefined
    const speaker = isToUs ? await this.#userOf(user, channel) : new User(user, { name: user, room: channel })
    const message = new TextMessage(speaker, text, ts)
    if (thread !== undefined) message.thread_ts = thread
    return message
  }

  async #userOf(id: string, channel: string): Promise<User> {
    const { rooms, accountOf } = this.#parts
    const [name, names] = await Promise.all([
      within(lookupMs, accountOf(id), id),
      within(lookupMs, rooms.namesOf(channel), [channel]),
    ])
    this.#roomNames.set(channel, names)
    return new User(id, { name, room: channel })
  }

  async #pressed({ user, channel, ts, thread, press, says, actionId }: PressedOnSlack): Promise<void> {
    if (!this.#isNew(`${channel}-${press}`)) return
    const account = await this.#userOf(user, channel)
    await this.#parts.pressed({ user: account, room: channel, message: ts, thread, button: actionId, says, press })
  }
}

const refused = (variable: string, code: string, wanted: string) =>
  new ConfigError([
    `${variable} is refused by Slack (${code}): set it to ${wanted}, of an app that is installed; see docs/slack.md`,
  ])

/** What a lookup says, or `otherwise` when it breaks or does not say it in time. */
async function within<T>(ms: number, lookup: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms)
  })
  return Promise.race([lookup.catch(() => otherwise), late]).finally(() => clearTimeout(timer))
}
