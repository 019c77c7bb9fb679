import type { Message } from './message.ts'
import { oneLine } from './one-line.ts'

const indent = '  '
const gap = '  '

/** A message as plain text: the title, then everything else on lines of its own, indented by two blanks. */
export function renderText({ title, lines = [], table, link, actions = [] }: Message): string {
  const rest = [
    ...lines.map(oneLine),
    ...(table ? alignedColumns([table.head, ...table.rows]) : []),
    ...(link ? [`${oneLine(link.label)}: ${oneLine(link.url)}`] : []),
    ...(actions.length > 0 ? [`(you can say: ${actions.map(oneLine).join(', ')})`] : []),
  ]
  return [oneLine(title), ...rest.filter((line) => line !== '').map((line) => indent + line)].join('\n')
}

function alignedColumns(rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map(oneLine))
  const columns = Math.max(...cells.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...cells.map((row) => widthOf(row[column] ?? ''))),
  )
  return cells.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join(gap)
      .trimEnd(),
  )
}

/** In characters as people count them, not in UTF-16 units. */
const widthOf = (text: string) => [...characters.segment(text)].length

const characters = new Intl.Segmenter()

const padded = (cell: string, width: number) => cell + ' '.repeat(width - widthOf(cell))
