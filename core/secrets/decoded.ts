import { viewOf } from './view.ts'
import type { Piece, View } from './view.ts'

/** Zero-width letters and joiners, soft hyphen, byte order mark: nobody sees them, and a comparison stumbles over them. */
const unseen = String.raw`[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]`
/** Of URLs, JSON and JavaScript (also twice escaped), shells and Python's bytes, HTML. */
const escapes = String.raw`%[\da-fA-F]{2}|\\{1,2}(?:u[\da-fA-F]{4}|u\{[\da-fA-F]{1,6}\}|x[\da-fA-F]{2}|[0-3][0-7]{2})|&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#[xX][\da-fA-F]{1,6});`
const escape = new RegExp(`${unseen}|${escapes}`, 'g')

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/** The lines that hold escaped letters, with these as themselves. An escaped byte reads as Latin-1. */
export function decoded(text: string): View[] {
  const views: View[] = []
  let line: Piece[] = []
  let from = 0
  let lineEnd = -1

  function close(): void {
    if (line.length === 0) return
    line.push(literal(text, from, lineEnd))
    views.push(viewOf(line))
    line = []
  }

  for (const { index, 0: token } of text.matchAll(escape)) {
    if (index >= lineEnd) {
      close()
      from = text.lastIndexOf('\n', index) + 1
      const feed = text.indexOf('\n', index)
      lineEnd = feed === -1 ? text.length : feed
    }
    line.push(literal(text, from, index), { from: index, to: index + token.length, reads: letterOf(token) })
    from = index + token.length
  }
  close()
  return views
}

function literal(text: string, from: number, to: number): Piece {
  return { from, to, reads: text.slice(from, to) }
}

function letterOf(token: string): string {
  if (token.startsWith('%')) return fromCode(token.slice(1), 16)
  if (token.startsWith('&#'))
    return /^&#x/i.test(token) ? fromCode(token.slice(3, -1), 16) : fromCode(token.slice(2, -1), 10)
  if (token.startsWith('&')) return named[token.slice(1, -1)] ?? token
  if (!token.startsWith('\\')) return ''
  const code = token.replace(/^\\+/, '')
  return /^[ux]/.test(code) ? fromCode(code.replace(/[ux{}]/g, ''), 16) : fromCode(code, 8)
}

function fromCode(digits: string, radix: number): string {
  const code = Number.parseInt(digits, radix)
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}
