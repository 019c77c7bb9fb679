import type { Message } from '../chat/message.ts'
import type { HelpCommand } from '../commands/command.ts'
import { helpLines, helpOn } from '../commands/help-lines.ts'
import { aloud } from '../gates/words.ts'
import type { Action } from './action.ts'

/** What can be said. */
export const help: Action<HelpCommand> = async ({ word }, { ports }) => ({
  ok: true,
  code: 'answered',
  message: word === undefined ? everything('what I can do', ports.settings) : about(word, ports.settings),
})

interface Named {
  readonly prefix: string
}

const everything = (title: string, { prefix }: Named): Message => ({ title, lines: helpLines(prefix) })

function about(word: string, named: Named): Message {
  const [title, ...lines] = helpOn(word, named.prefix) ?? []
  return title === undefined
    ? everything(`no command is called ${aloud(word)}; this is what I can do`, named)
    : { title, lines }
}
