/** A part of a text that has to be masked. `lead` is where its readable introduction starts, such as `Authorization: `. */
export interface Span {
  lead: number
  start: number
  end: number
}

/** Every match of a value, also one that begins inside another. */
export function overlappingSpans(text: string, pattern: RegExp): Span[] {
  return collect(text, pattern, (match) => match.index + 1)
}

export function separateSpans(text: string, pattern: RegExp): Span[] {
  return collect(text, pattern, (match) => match.index + match[0].length)
}

function collect(text: string, pattern: RegExp, nextFrom: (match: RegExpExecArray) => number): Span[] {
  const spans: Span[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const lead = match.index
    const kept = match.slice(1).find((group) => group !== undefined) ?? ''
    spans.push({ lead, start: lead + kept.length, end: lead + match[0].length })
    pattern.lastIndex = nextFrom(match)
  }
  return spans
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
