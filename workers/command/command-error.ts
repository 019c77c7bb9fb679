/** A command could not be watched over; whatever had been started is stopped when this is thrown. */
export class CommandError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CommandError'
  }
}
