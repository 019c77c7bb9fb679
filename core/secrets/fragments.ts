import { createMatcher } from './matcher.ts'
import type { Span } from './spans.ts'

/** Letters of an encoded secret that show too much of it: 12 bytes in base64, 8 in hex. Ordinary text never has so many in common. */
const shortestFragment = 16
/** Every fragment holds at least one whole block, wherever it was cut. */
const blockLength = shortestFragment / 2

/** Finds long parts of encodings: what `head` or `tail` left of folded lines. */
export function createFragments(forms: Iterable<string>): (text: string) => Span[] {
  const places = new Map<string, { form: string; at: number }[]>()
  for (const form of forms) {
    for (let at = 0; at + shortestFragment <= form.length + blockLength; at += blockLength) {
      const block = form.slice(at, at + blockLength)
      if (block.length < blockLength) continue
      const known = places.get(block) ?? []
      if (known.every((place) => place.form !== form)) places.set(block, [...known, { form, at }])
    }
  }
  const blocks = createMatcher(places.keys())

  return (text) => {
    const spans: Span[] = []
    let covered = 0
    for (const { start, end } of blocks.find(text)) {
      if (end <= covered) continue
      for (const { form, at } of places.get(text.slice(start, end)) ?? []) {
        const span = grown(text, start, form, at)
        if (span.end - span.start < shortestFragment) continue
        spans.push(span)
        covered = Math.max(covered, span.end)
      }
    }
    return spans
  }
}

/** As far as text and form agree around a place where they do. */
function grown(text: string, inText: number, form: string, inForm: number): Span {
  let before = 0
  while (before < Math.min(inText, inForm) && text[inText - before - 1] === form[inForm - before - 1]) before += 1
  let after = 0
  while (inForm + after < form.length && inText + after < text.length && text[inText + after] === form[inForm + after])
    after += 1
  const start = inText - before
  return { lead: start, start, end: inText + after }
}
