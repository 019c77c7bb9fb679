import { aloud } from '../gates/words.ts'
import { collapseBlanks } from './collapse-blanks.ts'
import { nearest } from './nearest.ts'
import { parse } from './parse.ts'
import { misunderstood, type Misunderstood } from './parsed.ts'
import { table } from './table.ts'
import { writeCommand } from './write-command.ts'

/** Text that begins like no command, where whatever is said is said to us. */
export function notACommand(text: string, { prefix }: { readonly prefix: string }): Misunderstood {
  const said = collapseBlanks(text)
  const [word = ''] = /^[^\s:!?]*/u.exec(said) ?? []
  // No more than the first word is repeated, and that only when it is no number: there may be an OTP.
  const what = /^\p{L}/u.test(word) ? `${aloud(word)} is not a command` : 'that is not a command'
  return misunderstood('not-a-command', { what }, meant(word, said, prefix))
}

/** The same text with its first word spelt right, where that makes a command. */
function meant(word: string, said: string, prefix: string): string | undefined {
  const words = table.map((row) => row.word(prefix))
  const near = nearest(word, words)
  if (near === undefined) return undefined
  const mended = near + said.slice(word.length)
  const parsed = parse(mended, { prefix })
  if (parsed.kind !== 'command') return parsed.kind === 'error' ? parsed.suggestion : undefined
  const { command } = parsed
  return command.action === 'deploy' || command.action === 'deploys' ? writeCommand(command, prefix) : mended
}
