import type { Provider } from '../providers/provider.ts'
import type { Bench } from './bench.ts'

export type Verdict =
  | { readonly kind: 'ok'; readonly note?: string }
  | { readonly kind: 'failed'; readonly why: string }
  /** Neither: the scene could not be brought about, or what came of it not be seen. */
  | { readonly kind: 'unjudged'; readonly why: string }

export interface Check {
  readonly name: string
  /** What a provider that passes does, to be read after its name. */
  readonly says: string
  /** Judged although no deployment succeeded. */
  readonly alone?: true
  judge(subject: Subject): Promise<Verdict>
}

export interface Subject {
  readonly provider: Provider
  /** A fresh bench each time, with the module's scenes on it; closed when the check is over. */
  readonly open: () => Promise<Bench>
}

export const ok = (note?: string): Verdict => ({ kind: 'ok', ...(note !== undefined && { note }) })
export const failed = (why: string): Verdict => ({ kind: 'failed', why })
export const unjudged = (why: string): Verdict => ({ kind: 'unjudged', why })
