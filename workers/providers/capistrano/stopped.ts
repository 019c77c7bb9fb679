import type { Ended } from '../provider.ts'

/** A command of the run was stopped, so nothing further is done. */
export class Stopped extends Error {
  override readonly name = 'Stopped'

  constructor({ kind }: NonNullable<Ended['stopped']>) {
    super(`stopped: ${kind}`)
  }
}
