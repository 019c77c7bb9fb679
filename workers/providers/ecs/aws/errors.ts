/** AWS said no, or said nothing for so long that waiting has no sense any more. `code` is its own name of it. */
export class AwsError extends Error {
  override readonly name = 'AwsError'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** A write whose answer is missing: it may have been done. Look, and only then send it again. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost'
}

export const isAwsError = (error: unknown, ...codes: readonly string[]): error is AwsError =>
  error instanceof AwsError && codes.includes(error.code)
