import type { HelpCommand } from '../commands/command.ts'
import { helpLines } from '../commands/help-lines.ts'
import type { Action } from './action.ts'

/** What can be said. */
export const help: Action<HelpCommand> = async ({ word }, { ports }) => {
  const [first = '', ...lines] = helpLines(ports.settings.prefix, word)
  const message = word === undefined ? { title: 'what I can do', lines: [first, ...lines] } : { title: first, lines }
  return { ok: true, code: 'answered', message }
}
