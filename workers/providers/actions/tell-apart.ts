import type { WorkflowRun } from '../../../core/github/workflows/workflows.ts'

/** A run that may be ours, and all that it says of itself: its title, its name, names of its jobs and steps. */
export interface Candidate {
  readonly run: WorkflowRun
  readonly texts: readonly string[]
}

/** What our run is known by. */
export interface Evidence {
  /** Branch or tag it was dispatched on. */
  readonly ref: string
  /** Inputs that hold the deployment's id: no other run has them. */
  readonly marks: readonly string[]
  /** Its other inputs: another run may have the same. */
  readonly signs: readonly string[]
  /** Whose token dispatched it. */
  readonly login?: string | undefined
}

export type Verdict =
  | { readonly kind: 'none' }
  | { readonly kind: 'marked'; readonly run: WorkflowRun }
  /** Nothing speaks for another one, as far as GitHub shows them by now. */
  | { readonly kind: 'only'; readonly run: WorkflowRun }
  | { readonly kind: 'unsure'; readonly runs: readonly WorkflowRun[] }

/** Which of the runs that appeared since our dispatch is ours. */
export function tellApart(candidates: readonly Candidate[], evidence: Evidence): Verdict {
  const possible = candidates.filter(({ run }) => run.branch === null || run.branch === plain(evidence.ref))
  const marked = possible.filter((candidate) => evidence.marks.some((mark) => shows(candidate, mark)))
  if (marked.length > 0) return verdictOf(marked, 'marked')

  // All follow one workflow file: what one of them shows in its title, ours shows with our values.
  const bySigns = evidence.signs.reduce<readonly Candidate[]>(
    (left, sign) => preferring(left, (candidate) => shows(candidate, sign)),
    possible,
  )
  return verdictOf(
    preferring(bySigns, ({ run }) => run.actor !== null && run.actor === evidence.login),
    'only',
  )
}

function verdictOf(candidates: readonly Candidate[], kind: 'marked' | 'only'): Verdict {
  const [one, another] = candidates
  if (!one) return { kind: 'none' }
  return another ? { kind: 'unsure', runs: candidates.map(({ run }) => run) } : { kind, run: one.run }
}

function preferring(candidates: readonly Candidate[], fits: (candidate: Candidate) => boolean): readonly Candidate[] {
  const fitting = candidates.filter(fits)
  return fitting.length > 0 ? fitting : candidates
}

const plain = (ref: string) => ref.replace(/^refs\/(heads|tags)\//, '')

/** As a word of its own: deployment 42 is not in `v1420`. */
function shows({ texts }: Candidate, value: string): boolean {
  const word = new RegExp(`(?<![0-9A-Za-z])${value.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)}(?![0-9A-Za-z])`)
  return texts.some((text) => word.test(text))
}
