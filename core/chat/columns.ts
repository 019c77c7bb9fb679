import { oneLine } from './one-line.ts'

const gap = '  '

/** Rows as lines of text whose columns stand below each other. */
export function alignedColumns(rows: readonly (readonly string[])[]): string[] {
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
