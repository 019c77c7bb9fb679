import { type Message as Heard, type Response, type Robot, TopicMessage } from 'hubot'
import type { Logger } from 'pino'
import type { Answer } from '../core/actions/answer.ts'
import type { Message } from '../core/chat/message.ts'
import { parseThreadWord, type ThreadWord } from '../core/commands/parse-thread-word.ts'
import type { Person, Place } from '../core/records/people.ts'
import { commandIn } from './command-in.ts'
import type { Perform } from './perform.ts'
import { slackRoomNames } from './slack-room-names.ts'
import { personOf, placeOf } from './speaker.ts'
import { inLines, inThread, type Speech } from './speech.ts'
import type { Pressed, Surface } from './surface.ts'
import type { Threads } from './threads/threads.ts'

export interface SlipwayOptions {
  readonly surface: Surface
  readonly perform: Perform
  readonly threads: Threads | undefined
  readonly redact: (text: string) => string
  readonly log: Logger
}

/** A command, or a word that may be one where it was said. */
type Said = { readonly text: string } | { readonly word: ThreadWord }

/** The script: whatever is said to the robot is performed, and the answer goes where it was said. */
export function slipway(robot: Robot, { surface, perform, threads, redact, log }: SlipwayOptions): void {
  const { board } = surface
  robot.listen((message) => heard(message, robot), { id: 'slipway' }, answer)
  surface.onPressed?.(pressed)

  async function answer(response: Response<Said>): Promise<void> {
    const { match, message, envelope } = response
    const who = personOf(message, surface.name)
    const names = surface.roomNames?.(envelope.room) ?? slackRoomNames(robot.adapter, envelope.room)
    const place = placeOf(message, envelope, surface.name, names)
    const text = 'text' in match ? match.text : await threads?.commandOf(match.word, place)
    if (text === undefined) return
    const said = logOf(who, place)
    const speech =
      board && threads?.keeper
        ? inThread(threads.keeper, board, place, said)
        : inLines(response, (message) => redact(surface.render(message)), said)
    await converse(text, who, place, speech)
  }

  async function pressed(press: Pressed): Promise<void> {
    if (!board || !threads?.keeper) return
    const { room, thread, message, says } = press
    const who = personOf(press, surface.name)
    const roomNames = [...new Set([room, ...(surface.roomNames?.(room) ?? [])])]
    const place = { adapter: surface.name, room, roomNames, messageId: press.press, threadId: thread, pressed: message }
    const speech = inThread(threads.keeper, board, place, logOf(who, place))
    // A log may be read again and again; everything else is done once.
    if (says.startsWith('logs ')) return void (await converse(says, who, place, speech))
    const claim = await threads.claim(press, who)
    if (claim.before !== undefined) return speech.answer({ message: pressedBefore(says, claim.before) })
    const outcome = await converse(says, who, place, speech)
    await (outcome?.ok === true ? claim.keep() : claim.release())
  }

  async function converse(text: string, who: Person, place: Place, speech: Speech): Promise<Answer | undefined> {
    try {
      const outcome = await perform(text, who, place, (message) => speech.acknowledge(message))
      if (outcome?.request !== undefined) surface.asked?.(outcome.request)
      if (outcome) await speech.answer(outcome)
      if (outcome && !board) await threads?.remember(place, outcome)
      return outcome
    } catch (err) {
      logOf(who, place).error({ err }, 'a command broke')
      await speech.answer({ message: broken(err) })
      return undefined
    }
  }

  const logOf = (who: Person, place: Place) => log.child({ who: who.id, room: place.room, message: place.messageId })
}

/** A topic that begins with the robot's name is no command, although Hubot hands it on like one. */
function heard(message: Heard, robot: Robot): Said | undefined {
  if (message instanceof TopicMessage || !('text' in message) || typeof message.text !== 'string') return undefined
  const text = commandIn(message.text, robot)
  if (text !== undefined) return { text }
  const word = 'thread_ts' in message && message.thread_ts ? parseThreadWord(message.text) : undefined
  return word && { word }
}

const pressedBefore = (says: string, by: string): Message => ({
  title: `${by} has pressed it already, and it works once: nothing more was done`,
  lines: [`to do it again, say \`${says}\``],
})

const broken = (error: unknown): Message => ({
  title: `That broke on my side: ${error instanceof Error ? error.message : String(error)}`,
  lines: ['The log has the details. Look at what happened (deploys, logs) before you say it again.'],
})
