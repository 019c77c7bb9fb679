/** `refused`: what was asked for is not safe to hand to git. `missing`: the repository does not have the commit. */
export type CheckoutProblem = 'refused' | 'unreachable' | 'missing' | 'broken' | 'stopped'

/** A work tree could not be made. The message is redacted and says what to do; nothing is left behind. */
export class CheckoutError extends Error {
  readonly problem: CheckoutProblem
  constructor(problem: CheckoutProblem, message: string) {
    super(message)
    this.name = 'CheckoutError'
    this.problem = problem
  }
}
