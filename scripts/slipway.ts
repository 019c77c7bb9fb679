import { type Message as Heard, type Response, type Robot, TopicMessage } from 'hubot'
import type { Logger } from 'pino'
import type { Message } from '../core/chat/message.ts'
import { commandIn } from './command-in.ts'
import { patiently } from './patiently.ts'
import type { Perform } from './perform.ts'
import { slackRoomNames } from './slack-room-names.ts'
import { personOf, placeOf } from './speaker.ts'
import type { Surface } from './surface.ts'

export interface SlipwayOptions {
  readonly surface: Surface
  readonly perform: Perform
  readonly redact: (text: string) => string
  readonly log: Logger
}

/** An answer that chat did not take is worth these pauses (ms); what happens to the deployment is told apart from it. */
const answerPauses = [1_000, 5_000, 15_000]

/** The script: whatever is said to the robot is performed, and the answer goes where it was said. */
export function slipway(robot: Robot, { surface, perform, redact, log }: SlipwayOptions): void {
  robot.listen((message) => heard(message, robot), { id: 'slipway' }, answer)

  async function answer(response: Response<{ text: string }>): Promise<void> {
    const { match, message, envelope } = response
    const who = personOf(message, surface.name)
    const place = placeOf(message, envelope, surface.name, slackRoomNames(robot.adapter, envelope.room))
    const said = log.child({ who: who.id, room: place.room, message: place.messageId })

    // One after the other, so that an acknowledgement never comes after its answer; nobody waits for chat to take it.
    let spoken = Promise.resolve()
    const say = (text: Message) => {
      spoken = spoken.then(() => send(text)).catch((err: unknown) => said.error({ err }, 'chat did not take an answer'))
      return spoken
    }
    const send = (text: Message) =>
      patiently(() => response.send(redact(surface.render(text))), {
        pauses: answerPauses,
        failed: (err, pauseMs) => said.warn({ err, pauseMs }, 'chat did not take an answer; trying again'),
      })

    try {
      const outcome = await perform(match.text, who, place, async (text) => void say(text))
      if (outcome?.request !== undefined) surface.asked?.(outcome.request)
      if (outcome) await say(outcome.message)
    } catch (err) {
      said.error({ err }, 'a command broke')
      await say(broken(err))
    }
    await spoken
  }
}

/** A topic that begins with the robot's name is no command, although Hubot hands it on like one. */
function heard(message: Heard, robot: Robot): { text: string } | undefined {
  if (message instanceof TopicMessage || !('text' in message) || typeof message.text !== 'string') return undefined
  const text = commandIn(message.text, robot)
  return text === undefined ? undefined : { text }
}

const broken = (error: unknown): Message => ({
  title: `That broke on my side: ${error instanceof Error ? error.message : String(error)}`,
  lines: ['The log has the details. Look at what happened (deploys, logs) before you say it again.'],
})
