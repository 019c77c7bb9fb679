import { dumped } from './dumped.ts'
import type { Matcher } from './matcher.ts'
import type { Span } from './spans.ts'
import { unfolded } from './unfolded.ts'
import { placeInText } from './view.ts'
import type { View } from './view.ts'

/** What finds the registered secrets: whole ones in every spelling, and parts of those that may have been folded. */
export interface Known {
  readonly forms: Matcher
  readonly fragments: (text: string) => Span[]
}

/** Lines wait for no more than this many letters. */
const reach = 32_768
/** A line with other words on it often ends in one or two letters with which some encoding begins, and should not wait. */
const shortestBeginning = 3

/**
 * From where whole lines (the last with its line feed) have to wait for the next one: there begins an encoding that a tool
 * may have folded. The length of the lines when nothing does.
 */
export function unfinished(lines: string, known: Known): number {
  const base = lines.length > reach ? lines.indexOf('\n', lines.length - reach) + 1 : 0
  const lastLine = lines.lastIndexOf('\n', lines.length - 2) + 1
  const last = lines.slice(lastLine)
  if (unfolded(last).length === 0 && dumped(last).length === 0) return lines.length
  const tail = lines.slice(base)
  const folds = unfolded(tail).map((view) => ({ view, least: isWholeLine(view, tail) ? 1 : shortestBeginning }))
  const dumps = dumped(tail).map((view) => ({ view, least: 1 }))
  const open = [...folds, ...dumps].filter(({ view }) => view.pieces.at(-1)?.to === tail.length - 1)
  return Math.min(lines.length, ...open.map(({ view, least }) => base + waitingFrom(view, least, tail, known)))
}

function waitingFrom(view: View, least: number, tail: string, { forms, fragments }: Known): number {
  const { length } = view.text
  const parts = fragments(view.text)
  const opening = forms.opening(view.text)
  const begins = length - opening >= least ? opening : length
  const from = Math.min(begins, ...parts.filter(({ end }) => end === length).map(({ start }) => start))
  if (from === length) return tail.length
  // A line that waits takes along what began before it and ends in it.
  let cut = lineStart(tail, placeInText(view, from))
  for (const { start, end } of [...forms.find(view.text), ...parts].toSorted((a, b) => b.start - a.start)) {
    const place = placeInText(view, start)
    if (place < cut && placeInText(view, end - 1) >= cut) cut = lineStart(tail, place)
  }
  return cut
}

/** Whether the last line is nothing but encoded letters, as folding makes it. */
function isWholeLine(view: View, tail: string): boolean {
  const last = view.pieces.at(-1)
  return last !== undefined && lineStart(tail, last.from) === last.from
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1
}
