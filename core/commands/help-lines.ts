import { collapseBlanks } from './collapse-blanks.ts'
import { nearest } from './nearest.ts'
import { table, type Row } from './table.ts'

const line = (row: Row, prefix: string): string => `${row.usage(prefix)}: ${row.help}`

/** What `help` says: every command in one line, or one command with an example of what to type. */
export function helpLines(prefix: string, word?: string): string[] {
  if (word === undefined) return table.map((row) => line(row, prefix))
  const asked = collapseBlanks(word).toLowerCase()
  const names = new Map(table.map((row) => [row.word(prefix).toLowerCase(), row]))
  const name = names.has(asked) ? asked : nearest(asked, names.keys())
  const row = name === undefined ? undefined : names.get(name)
  if (row === undefined) return table.map((each) => line(each, prefix))
  return [line(row, prefix), `for example: ${row.example(prefix)}`]
}
