/** The server role cannot start. The message says what to set. */
export class ServerStartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ServerStartError'
  }
}

/** Something was waited for longer than anybody who asked would wait. */
export class NoAnswerError extends Error {
  constructor(what: string, ms: number) {
    super(`${what} did not answer within ${ms / 1000} s`)
    this.name = 'NoAnswerError'
  }
}
