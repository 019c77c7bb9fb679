/** A redirect leads to another origin. `to` is that origin alone: the rest of its address may hold a secret. */
export class Astray extends Error {
  override readonly name = 'Astray'
  readonly to: string

  constructor(to: string) {
    super(`redirected to ${to}`)
    this.to = to
  }
}
