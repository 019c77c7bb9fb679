import type { Answer } from '../../core/actions/answer.ts'
import type { Ports } from '../../core/actions/ports.ts'
import { rollbackButton } from '../../core/chat/messages/deployment-buttons.ts'
import type { ThreadWord } from '../../core/commands/parse-thread-word.ts'
import type { Person, Place } from '../../core/records/people.ts'
import { deploymentOf, putThreadAt, rememberThreadMs, threadAsked, threadAt } from '../../core/records/thread.ts'
import type { Board } from '../board.ts'
import type { Pressed } from '../surface.ts'
import { type Keeper, openKeeper } from './keeper.ts'
import { claimPress, type PressClaim } from './claim-press.ts'

export interface ThreadsOptions {
  readonly ports: Ports
  /** The adapter's name. */
  readonly surface: string
  readonly board: Board | undefined
  readonly redact: (text: string) => string
}

/** What is said in threads, and what is shown there. */
export interface Threads {
  /** Undefined where messages cannot be kept current: there threads are only answered in. */
  readonly keeper: Keeper | undefined
  /** The command that a word means in this thread; undefined when we did not start the thread. */
  commandOf(word: ThreadWord, place: Place): Promise<string | undefined>
  /** From now on the words of this thread mean what the answer is about. For surfaces without a keeper, which does it itself. */
  remember(place: Place, answer: Answer): Promise<void>
  /** The right to do what a button says: one press has it. */
  claim(press: Pressed, who: Person): Promise<PressClaim>
}

export function openThreads({ ports, surface, board, redact }: ThreadsOptions): Threads {
  return {
    keeper: board && openKeeper({ ports, surface, board, redact }),
    commandOf: (word, place) => commandOf(ports, word, place),
    async remember(place, { request, message }) {
      const id = threadAsked(place)
      const { adapter, room, threadId } = place
      const isAbout = request !== undefined || (message.buttons ?? []).length > 0
      if (id === undefined || threadId === undefined || !isAbout) return
      const about = { said: message, ...(request !== undefined && { request }) }
      await ports.records.threads.create(id, { id, place, lines: [], ...about }, { expiresInMs: rememberThreadMs })
      await putThreadAt(ports, { adapter, room, at: threadId }, id)
    },
    claim: (press, who) => claimPress(ports.engine.store, press, who),
  }
}

async function commandOf(ports: Ports, word: ThreadWord, place: Place): Promise<string | undefined> {
  const thread = await threadAt(ports, place)
  if (!thread) return undefined
  const record = await deploymentOf(ports, thread)
  if (word === 'ok deploy') return thread.said?.buttons?.find((button) => button.word === word)?.says
  if (!record) return word
  return word === 'rollback' ? rollbackButton(record, thread.background ?? {}).says : `${word} #${record.id}`
}
