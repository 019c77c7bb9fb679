/** A part of a text that has to be masked. `lead` is where its readable introduction starts, such as `Authorization: `. */
export interface Span {
  lead: number
  start: number
  end: number
}

/** Where a global pattern matches. A captured group is an introduction that stays readable. */
export function matches(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map((match) => {
    const lead = match.index
    const kept = match.slice(1).find((group) => group !== undefined) ?? ''
    return { lead, start: lead + kept.length, end: lead + match[0].length }
  })
}

/** In order, with those that touch made one. */
export function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    if (last === undefined || span.start > last.end) {
      result.push({ ...span })
      continue
    }
    last.end = Math.max(last.end, span.end)
    last.lead = Math.min(last.lead, span.lead)
  }
  return result
}
