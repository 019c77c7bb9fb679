import type { Span } from './spans.ts'

/** Every form is at least this long. */
export const shortestForm = 6

/** Letters that are looked at together, and how far one look may jump when they are in no form. */
const gram = 3
const longestJump = shortestForm - gram + 1
const tableSize = 65_536

export interface Matcher {
  find(text: string): Span[]
  /** Where a form begins that goes on behind the text's end; the text's length where none does. */
  opening(text: string): number
}

/**
 * Finds every occurrence of many strings, also inside each other, in one pass. The time hardly depends on how many there
 * are, as it would with a regular expression: a private key alone has some thousand forms. (After Wu and Manber, 1994.)
 */
export function createMatcher(forms: Iterable<string>): Matcher {
  const jumps = new Uint8Array(tableSize).fill(longestJump)
  const byStart = new Map<string, string[]>()
  const beginnings = new Set<string>()
  let longest = 0
  for (const form of forms) {
    const start = form.slice(0, shortestForm)
    longest = Math.max(longest, form.length)
    for (let end = 1; end < shortestForm; end++) beginnings.add(form.slice(0, end))
    byStart.set(
      start,
      [...(byStart.get(start) ?? []), form].sort((a, b) => b.length - a.length),
    )
    for (let end = gram - 1; end < shortestForm; end++) {
      const slot = slotOf(form, end)
      jumps[slot] = Math.min(jumps[slot] ?? 0, shortestForm - 1 - end)
    }
  }

  function find(text: string): Span[] {
    const spans: Span[] = []
    let end = shortestForm - 1
    while (end < text.length) {
      const jump = jumps[slotOf(text, end)] ?? 0
      if (jump > 0) {
        end += jump
        continue
      }
      const start = end - shortestForm + 1
      const form = byStart.get(text.slice(start, end + 1))?.find((candidate) => text.startsWith(candidate, start))
      if (form !== undefined) spans.push({ lead: start, start, end: start + form.length })
      end += 1
    }
    return spans
  }

  function isOpening(rest: string): boolean {
    if (rest.length < shortestForm) return beginnings.has(rest)
    const candidates = byStart.get(rest.slice(0, shortestForm)) ?? []
    return candidates.some((form) => form.length > rest.length && form.startsWith(rest))
  }

  return {
    find,
    opening(text) {
      let at = Math.max(0, text.length - longest + 1)
      while (at < text.length && !isOpening(text.slice(at))) at += 1
      return at
    },
  }
}

/** Place in the table of the three letters that end here. */
function slotOf(text: string, end: number): number {
  const letters = (text.charCodeAt(end - 2) << 10) ^ (text.charCodeAt(end - 1) << 5) ^ text.charCodeAt(end)
  return letters & (tableSize - 1)
}
