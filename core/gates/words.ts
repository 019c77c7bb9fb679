const longestWord = 60

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  const rest = items.slice(0, -1)
  const last = items.at(-1) ?? ''
  return rest.length === 0 ? last : `${rest.join(', ')} and ${last}`
}

/** A word somebody typed, fit to be repeated: in quotes, short, and with characters that hide or turn text as `\\u202e`. */
export function aloud(word: string): string {
  const letters = Array.from(word.slice(0, 2 * longestWord + 2))
  const shown = letters.slice(0, longestWord).map(shownLetter).join('')
  return `"${shown}${letters.length > longestWord ? '…' : ''}"`
}

const shownLetter = (letter: string) =>
  /[\p{C}\p{Zl}\p{Zp}]/u.test(letter) ? codeOf(letter.codePointAt(0) ?? 0) : letter

const codeOf = (point: number) =>
  point > 0xffff ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, '0')}`

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

/** A length of time in its two largest units: `1 minute 30 seconds`. */
export function span(ms: number): string {
  let left = ms
  const parts = units.flatMap(([name, size]) => {
    const count = Math.floor(left / size)
    left -= count * size
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`]
  })
  return parts.length === 0 ? 'a moment' : parts.slice(0, 2).join(' ')
}
