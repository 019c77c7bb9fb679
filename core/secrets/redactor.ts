import { commonWords } from './common-words.ts'
import { decoded } from './decoded.ts'
import { dumped } from './dumped.ts'
import { encodedForms, foldableForms } from './encoded-forms.ts'
import { createFragments } from './fragments.ts'
import { knownShapes, shapesReach } from './known-shapes.ts'
import { createMatcher, shortestForm } from './matcher.ts'
import { matches, merged } from './spans.ts'
import type { Span } from './spans.ts'
import { unfolded } from './unfolded.ts'
import { unfinished } from './unfinished.ts'
import type { Known } from './unfinished.ts'
import { spansInText } from './view.ts'

/** Takes secrets out of texts: by value in every common spelling, and what looks like a credential whoever's it is. */
export interface Redactor {
  /** From now on this value is masked. Values under 6 characters and everyday words are not: they would shred every text. */
  add(value: string): void
  /** The text with `[redacted]` in place of every secret. Give it whole lines: half a secret is not recognised. */
  text(text: string): string
  /** Up to where a text that goes on may be cut (counted in its characters) without cutting a secret; 0 when nowhere yet. */
  seam(text: string): number
  /** From where whole lines have to wait for the next one, because an encoding that a tool folded may go on there. */
  unfinished(lines: string): number
  /** Characters of the longest match there can be. */
  readonly longest: number
}

const mask = '[redacted]'
/** Lines of a multi-line secret are masked one by one; shorter ones (`}`, a last `=`) are everybody's. */
const shortestLine = 8
/** `&#x0027;` and `\\u0027` take this many letters for one. */
const longestEscape = 8

export function createRedactor(): Redactor {
  const forms = new Set<string>()
  const foldable = new Set<string>()
  let known: Known | undefined
  let longest = shapesReach

  function addForms(value: string): void {
    if (forms.has(value)) return
    for (const form of encodedForms(value)) {
      forms.add(form)
      longest = Math.max(longest, form.length)
    }
    for (const form of foldableForms(value)) foldable.add(form)
    longest = Math.max(longest, value.length * longestEscape)
    known = undefined
  }

  function knownNow(): Known {
    known ??= { forms: createMatcher(forms), fragments: createFragments(foldable) }
    return known
  }

  /** Of secrets that a line holds whole. */
  function spansOf(text: string): Span[] {
    const spans = matches(text, knownShapes)
    return forms.size === 0 ? spans : [...spans, ...spansInLines(text, knownNow())]
  }

  function allSpansOf(text: string): Span[] {
    return forms.size === 0 ? spansOf(text) : [...spansOf(text), ...spansAcrossLines(text, knownNow())]
  }

  return {
    add(value) {
      const trimmed = value.trim()
      if (trimmed.length < shortestForm || commonWords.has(trimmed.toLowerCase())) return
      addForms(trimmed)
      const lines = trimmed.split(/\r?\n/).map((line) => line.trim())
      if (lines.length === 1) return
      for (const line of lines) if (line.length >= shortestLine) addForms(line)
    },
    text(text) {
      const spans = merged(allSpansOf(text))
      if (spans.length === 0) return text
      return masked(text, spans)
    },
    seam(text) {
      const cut = text.length - longest
      if (cut <= 0) return 0
      const across = merged(spansOf(text)).find((span) => span.lead < cut && span.end > cut)
      if (across === undefined) return cut
      return across.lead > 0 ? across.lead : across.end
    },
    unfinished: (lines) => (forms.size === 0 ? lines.length : unfinished(lines, knownNow())),
    get longest() {
      return longest
    },
  }
}

function spansInLines(text: string, { forms }: Known): Span[] {
  const spans = forms.find(text)
  for (const view of decoded(text)) spans.push(...spansInText(view, forms.find(view.text)))
  return spans
}

function spansAcrossLines(text: string, { forms, fragments }: Known): Span[] {
  const spans: Span[] = []
  for (const view of unfolded(text)) {
    // One piece by itself has been looked through where it stands.
    const whole = view.pieces.length > 1 ? forms.find(view.text) : []
    spans.push(...spansInText(view, [...whole, ...fragments(view.text)]))
  }
  for (const view of dumped(text)) spans.push(...spansInText(view, forms.find(view.text)))
  return spans
}

function masked(text: string, spans: readonly Span[]): string {
  let result = ''
  let from = 0
  for (const span of spans) {
    result += text.slice(from, span.start) + mask
    from = span.end
  }
  return result + text.slice(from)
}
