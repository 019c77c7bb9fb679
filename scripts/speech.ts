import type { Response } from 'hubot'
import type { Logger } from 'pino'
import type { Answer } from '../core/actions/answer.ts'
import type { Message } from '../core/chat/message.ts'
import type { Place } from '../core/records/people.ts'
import type { Board } from './board.ts'
import { patiently } from './patiently.ts'
import type { Keeper } from './threads/keeper.ts'

/** How one command is answered. */
export interface Speech {
  /** Said at once; nobody waits until chat has taken it. */
  acknowledge(message: Message): Promise<void>
  answer(answer: Pick<Answer, 'message' | 'request'>): Promise<void>
}

/** An answer that chat did not take is worth these pauses (ms); what happens to the deployment is told apart from it. */
const answerPauses = [1_000, 5_000, 15_000]

/** In lines, one after the other, so that an acknowledgement never comes after its answer. */
export function inLines(response: Response<unknown>, render: (message: Message) => string, log: Logger): Speech {
  let spoken = Promise.resolve()
  const say = (message: Message) => {
    spoken = spoken.then(() => send(message)).catch((err: unknown) => log.error({ err }, 'chat did not take an answer'))
    return spoken
  }
  const send = (message: Message) =>
    patiently(() => response.send(render(message)), {
      pauses: answerPauses,
      failed: (err, pauseMs) => log.warn({ err, pauseMs }, 'chat did not take an answer; trying again'),
    })
  return {
    acknowledge: async (message) => void say(message),
    answer: ({ message }) => say(message),
  }
}

/** In one message that is kept current. An answer that cannot be stored, for the engine is away, is at least said. */
export const inThread = (keeper: Keeper, board: Board, place: Place, log: Logger): Speech => ({
  acknowledge: (message) => keeper.acknowledge(place, message),
  async answer(answer) {
    try {
      await keeper.answer(place, answer)
    } catch (err) {
      log.error({ err }, 'an answer could not be stored; it is said and not kept current')
      const { room, threadId: thread } = place
      const id = `unstored-${place.messageId}`
      await board.post({ room, ...(thread !== undefined && { thread }), id, message: answer.message })
    }
  },
})
