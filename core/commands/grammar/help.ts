import { afterWholeWord } from '../after-word.ts'
import { none, understood, type Parsed, type Said } from '../parsed.ts'

/** `help [word]` */
export function help({ text }: Said): Parsed {
  const word = afterWholeWord(text, 'help')
  if (word === undefined) return none
  return understood({ action: 'help', word: word === '' ? undefined : word })
}
