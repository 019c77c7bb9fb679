import { viewOf } from './view.ts'
import type { Piece, View } from './view.ts'

/** No tool folds narrower. Ordinary lines seldom end in so many letters without a space, so they cost next to nothing. */
const narrowestFold = 16

/**
 * What stands at the ends of lines in letters of base64 or hex, with the lines put together again that a tool folded:
 * `base64` at 76 columns, `openssl` at 64, `xxd -p` at 60. An indentation is not part of it.
 */
export function unfolded(text: string): View[] {
  const views: View[] = []
  for (let end = lineEnd(text, 0); end !== -1; ) {
    const start = encodedBefore(text, end)
    if (end - start < narrowestFold) {
      end = lineEnd(text, end + 1)
      continue
    }
    const { pieces, next } = foldedFrom(text, start, end)
    views.push(viewOf(pieces))
    end = next
  }
  return views
}

/** The pieces from this first line on, and the end of the next line that is to be looked at. */
function foldedFrom(text: string, start: number, end: number): { pieces: Piece[]; next: number } {
  const pieces = [pieceOf(text, start, end)]
  let last = end
  while (last < text.length) {
    const from = afterIndent(text, last + 1)
    const to = encodedAfter(text, from)
    if (to > from) pieces.push(pieceOf(text, from, to))
    last = lineEnd(text, Math.max(last + 1, to))
    if (last !== to || to === from) return { pieces, next: last }
  }
  return { pieces, next: -1 }
}

function pieceOf(text: string, from: number, to: number): Piece {
  return { from, to, reads: text.slice(from, to) }
}

/** The text's own end is a line's end too; -1 behind it. */
function lineEnd(text: string, from: number): number {
  const feed = text.indexOf('\n', from)
  if (feed !== -1) return feed
  return from < text.length ? text.length : -1
}

function encodedBefore(text: string, end: number): number {
  let at = end
  while (at > 0 && isEncoded(text.charCodeAt(at - 1))) at -= 1
  return at
}

function encodedAfter(text: string, start: number): number {
  let at = start
  while (at < text.length && isEncoded(text.charCodeAt(at))) at += 1
  return at
}

function afterIndent(text: string, start: number): number {
  let at = start
  while (text[at] === ' ' || text[at] === '\t') at += 1
  return at
}

const encodedLetters = new Uint8Array(128)
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=')
  encodedLetters[letter.charCodeAt(0)] = 1

function isEncoded(code: number): boolean {
  return encodedLetters[code] === 1
}
