import { collapseBlanks } from './collapse-blanks.ts'
import { nearest } from './nearest.ts'
import { table, type Row } from './table.ts'

const line = (row: Row, prefix: string): string => `${row.usage(prefix)}: ${row.help}`

/** Every command in one line. */
export const helpLines = (prefix: string): string[] => table.map((row) => line(row, prefix))

/** One command, with an example of what to type. Undefined when there is none of that name, nor of one near it. */
export function helpOn(word: string, prefix: string): string[] | undefined {
  const asked = collapseBlanks(word).toLowerCase()
  const names = new Map(table.map((row) => [row.word(prefix).toLowerCase(), row]))
  const [first = ''] = asked.split(' ')
  const name = [asked, first].find((each) => names.has(each)) ?? nearest(asked, names.keys())
  const row = name === undefined ? undefined : names.get(name)
  return row && [line(row, prefix), `for example: ${row.example(prefix)}`]
}
