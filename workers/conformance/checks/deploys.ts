import { type Check, failed, ok } from '../check.ts'
import { hasSucceeded, said, shaOf } from '../said.ts'

/** What most of the others stand on. */
export const deploys: Check = {
  name: 'deploys',
  says: 'carries a deployment out and says which commit is live',
  alone: true,
  async judge({ open }) {
    const bench = await open()
    const { ending } = await bench.trial().over
    if (!hasSucceeded(ending)) return failed(`no deployment succeeded with these settings: ${said(ending)}`)
    const sha = shaOf(ending)
    if (sha !== undefined && sha !== bench.sha)
      return failed(`says that ${sha} is live, and was asked for ${bench.sha}`)
    return ok(sha === undefined ? 'does not say which' : undefined)
  },
}
