/** Letters that may differ before a word stops being a misspelling: none in very short words, two in long ones. */
function allowance(length: number): number {
  if (length <= 3) return 0
  return length <= 5 ? 1 : 2
}

const bare = (name: string): string => name.toLowerCase().replace(/[-_.\s]/g, '')

/** Edits between two words, where swapping two neighbours is one edit (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + change, swapped))
    }
  }
  return at(a.length, b.length)
}

/** The name that was most likely meant, or undefined when none is near. Case, `-`, `_` and `.` do not count. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  const wanted = bare(name)
  let best: { name: string; off: number } | undefined
  for (const candidate of names) {
    const known = bare(candidate)
    const allowed = allowance(Math.min(wanted.length, known.length))
    if (Math.abs(known.length - wanted.length) > allowed) continue
    const off = distance(wanted, known)
    if (off <= allowed && (best === undefined || off < best.off)) best = { name: candidate, off }
  }
  return best?.name
}
