import type { Trouble } from './trouble.ts'

/** Why a read did not work. The message says what happened and what to do; it never holds a token. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError'
  readonly kind: Trouble['kind']
  /** Only for `limited`: milliseconds until GitHub listens again. */
  readonly retryAfterMs: number | undefined

  constructor(trouble: Trouble) {
    super(trouble.message)
    this.kind = trouble.kind
    this.retryAfterMs = trouble.kind === 'limited' ? trouble.retryAfterMs : undefined
  }
}
