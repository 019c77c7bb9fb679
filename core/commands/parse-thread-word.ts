import { collapseBlanks } from './collapse-blanks.ts'

export const threadWords = ['retry', 'cancel', 'logs', 'approve', 'rollback', 'wait', 'ok deploy'] as const

export type ThreadWord = (typeof threadWords)[number]

/** A message in a thread of ours that is exactly one of the words that count there without the bot's name. */
export function parseThreadWord(text: string): ThreadWord | undefined {
  const said = collapseBlanks(text).toLowerCase()
  return threadWords.find((word) => word === said)
}
