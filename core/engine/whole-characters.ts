const isContinuation = (byte: number) => (byte & 0b1100_0000) === 0b1000_0000

function lengthOfCharacter(lead: number): number {
  if (lead >= 0b1111_0000) return 4
  if (lead >= 0b1110_0000) return 3
  return lead >= 0b1100_0000 ? 2 : 1
}

function endOfWhole(bytes: Buffer): number {
  const from = Math.max(0, bytes.length - 3)
  for (let at = bytes.length - 1; at >= from; at--) {
    const byte = bytes[at] ?? 0
    if (isContinuation(byte)) continue
    return at + lengthOfCharacter(byte) > bytes.length ? at : bytes.length
  }
  return bytes.length
}

/**
 * The characters of a piece of UTF-8 that are there in full. What belongs to a character cut at the start is skipped;
 * one cut at the end is left for the next read: `length` counts the bytes up to there.
 */
export function wholeCharacters(bytes: Buffer): { text: string; length: number } {
  let start = 0
  while (start < 3 && start < bytes.length && isContinuation(bytes[start] ?? 0)) start++
  const end = Math.max(start, endOfWhole(bytes))
  return { text: bytes.toString('utf8', start, end), length: end }
}
