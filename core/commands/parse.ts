import { collapseBlanks } from './collapse-blanks.ts'
import { later } from './grammar/later.ts'
import { none, type Parsed, type Said } from './parsed.ts'
import { table } from './table.ts'

/**
 * Reads what was said after the bot's name. A command, a reason why text that begins like one is none, or nothing for
 * us. The first row that knows its word decides.
 */
export function parse(text: string, { prefix }: { readonly prefix: string }): Parsed {
  const said: Said = { text: collapseBlanks(text), prefix: collapseBlanks(prefix) }
  for (const grammar of [...table.map((row) => row.grammar), later]) {
    const parsed = grammar(said)
    if (parsed.kind !== 'none') return parsed
  }
  return none
}
