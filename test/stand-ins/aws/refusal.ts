/** An exception of AWS. */
export class Refusal extends Error {
  readonly code: string
  readonly status: number
  constructor(code: string, message = code, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}
