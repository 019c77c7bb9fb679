import { alignedColumns } from './columns.ts'
import type { Message, Piece } from './message.ts'
import { onItsLine, oneLine } from './one-line.ts'

const indent = '  '

/** A message as plain text: the title, then everything else on lines of its own, indented by two blanks. */
export function renderText({ title, details = [], lines = [], table, link, actions = [] }: Message): string {
  const rest = [
    ...details.map((pieces) => pieces.map(plain).join('')),
    ...lines.map(oneLine),
    ...(table ? alignedColumns([table.head, ...table.rows]) : []),
    ...(link ? [`${oneLine(link.label)}: ${oneLine(link.url)}`] : []),
    ...(actions.length > 0 ? [`(you can say: ${actions.map(oneLine).join(', ')})`] : []),
  ]
  return [oneLine(title), ...rest.filter((line) => line !== '').map((line) => indent + line)].join('\n')
}

const plain = (piece: Piece) =>
  typeof piece === 'string' ? onItsLine(piece) : `${oneLine(piece.text)} (${oneLine(piece.url)})`
