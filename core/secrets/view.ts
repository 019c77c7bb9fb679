import type { Span } from './spans.ts'

/** A stretch of a text and what it reads as. Of the same length, letter stands for letter; else all for all. */
export interface Piece {
  readonly from: number
  readonly to: number
  readonly reads: string
}

/** A text read differently, such as unfolded or decoded; its pieces know where they came from, in order. */
export interface View {
  readonly text: string
  readonly pieces: readonly Piece[]
}

export function viewOf(pieces: readonly Piece[]): View {
  const [only] = pieces
  if (only !== undefined && pieces.length === 1) return { text: only.reads, pieces }
  return { text: pieces.map(({ reads }) => reads).join(''), pieces }
}

/** Where the found parts of a view stand in the text; a part with a gap in it, such as a line's end, is several. */
export function spansInText(view: View, found: readonly Span[]): Span[] {
  if (found.length === 0) return []
  const spans: Span[] = []
  let at = 0
  for (const piece of view.pieces) {
    const end = at + piece.reads.length
    for (const span of found) if (span.start < end && span.end > at) spans.push(within(piece, at, span))
    at = end
  }
  return spans
}

/** The place in the text of a view's letter. */
export function placeInText(view: View, letter: number): number {
  let at = 0
  for (const piece of view.pieces) {
    const inside = letter - at
    if (inside < piece.reads.length) return isLiteral(piece) ? piece.from + inside : piece.from
    at += piece.reads.length
  }
  return view.pieces.at(-1)?.to ?? 0
}

function within(piece: Piece, at: number, span: Span): Span {
  if (!isLiteral(piece)) return { lead: piece.from, start: piece.from, end: piece.to }
  const start = piece.from + Math.max(0, span.start - at)
  return { lead: start, start, end: piece.from + Math.min(piece.reads.length, span.end - at) }
}

function isLiteral({ from, to, reads }: Piece): boolean {
  return reads.length === to - from
}
