import { isDeepStrictEqual } from 'node:util'
import { type Check, failed, ok } from '../check.ts'
import { hasSucceeded, said, shaOf } from '../said.ts'

export const retry: Check = {
  name: 'retry',
  says: 'may be asked for the same deployment again, and comes to the same',
  async judge({ open }) {
    const bench = await open()
    const { ending: first } = await bench.trial().over
    const before = await bench.scenes.live?.()
    const { ending: second } = await bench.trial().over
    if (!hasSucceeded(second)) return failed(`succeeded, and was asked for the same again: ${said(second)}`)
    const [was = 'nothing', is = 'nothing'] = [shaOf(first), shaOf(second)]
    if (was !== is) return failed(`said that ${was} is live, and after the same again that ${is} is`)
    const after = await bench.scenes.live?.()
    if (isDeepStrictEqual(before, after)) return ok()
    return failed(`the platform ran ${JSON.stringify(before)}, and after the same again ${JSON.stringify(after)}`)
  },
}
