import type { CheckContext } from '../../github/github.ts'
import type { Wait } from '../../records/wait.ts'
import type { Message } from '../message.ts'
import { refAt } from '../words.ts'

interface Waiting {
  /** What people call the commit. */
  readonly ref: string
  readonly wait: Wait
  readonly contexts: readonly CheckContext[]
  /** GitHub merged the default branch in, so the checks run on the merge. */
  readonly merged?: string
}

export function waitingForGreen({ ref, wait, contexts, merged }: Waiting): Message {
  const what = `${wait.app}/${refAt(ref, wait.sha)} to ${wait.environment}`
  return {
    title:
      merged === undefined
        ? `${what} waits for its checks`
        : `${what}: ${merged} It waits for the checks of the merge.`,
    lines: [
      ...contexts.map(({ context, state }) => `${context} is ${state}`),
      `it starts by itself when they are green${wait.branch === undefined ? '' : `; a push to ${wait.branch} ends the waiting`}`,
    ],
    actions: ['cancel'],
    // Where it is pressed says which command is meant: nothing has a number yet.
    buttons: [{ word: 'cancel', label: 'Cancel', says: 'cancel' }],
  }
}
