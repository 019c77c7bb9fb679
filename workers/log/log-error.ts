/** The engine did not take the log's next lines. A run does not go on without its log: it would hide what was done. */
export class LogError extends Error {
  readonly log: string
  constructor(log: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(`the log could not be written: ${why}; see whether the engine answers, then retry`, { cause })
    this.name = 'LogError'
    this.log = log
  }
}
