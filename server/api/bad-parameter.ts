/** A request asks for something in a way that cannot be understood. `parameter` is what to look at. */
export class BadParameter extends Error {
  readonly parameter: string
  readonly status: number
  constructor(parameter: string, problem: string, status = 400) {
    super(`${parameter} ${problem}`)
    this.name = 'BadParameter'
    this.parameter = parameter
    this.status = status
  }
}
