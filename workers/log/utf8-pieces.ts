/** Cuts a text into pieces of at most so many UTF-8 bytes, after a line's end where there is one, never inside a letter. */
export function utf8Pieces(text: string, limit: number): string[] {
  if (Buffer.byteLength(text) <= limit) return [text]
  const bytes = Buffer.from(text)
  const pieces = []
  for (let from = 0; from < bytes.length; ) {
    const to = cut(bytes, from, limit)
    pieces.push(bytes.toString('utf8', from, to))
    from = to
  }
  return pieces
}

const lineFeed = 0x0a
const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80

function cut(bytes: Buffer, from: number, limit: number): number {
  const to = from + limit
  if (to >= bytes.length) return bytes.length
  const afterLine = bytes.lastIndexOf(lineFeed, to - 1) + 1
  if (afterLine > from) return afterLine
  let letter = to
  while (isContinuation(bytes[letter])) letter -= 1
  return letter
}
