/**
 * Why Heroku did not do what it was asked to. `refused`: it answered and nothing was done. `missing`: there is no such
 * thing. `unavailable`: it cannot serve anybody now. `unclear`: no answer, or one that does not say whether it was done.
 */
export class HerokuError extends Error {
  override readonly name = 'HerokuError'
  readonly kind: 'refused' | 'missing' | 'unavailable' | 'unclear'

  constructor(kind: HerokuError['kind'], message: string) {
    super(message)
    this.kind = kind
  }
}
