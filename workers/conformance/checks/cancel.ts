import { type Check, failed, ok } from '../check.ts'
import { hasSucceeded, said } from '../said.ts'
import { underWay } from '../under-way.ts'

export const cancel: Check = {
  name: 'cancel',
  says: 'is over within 5 s of a cancel',
  alone: true,
  async judge({ open }) {
    const bench = await open()
    const { trial, isOver } = await underWay(bench)
    const lasts = bench.has('lasts')
    if (isOver() && lasts) return failed('its scene `lasts` ended by itself before anybody could cancel it')
    if (isOver()) return ok('was over before anybody could cancel it')
    trial.stop({ kind: 'cancel', by: 'alice' })
    const { ending } = await trial.over
    if (ending.kind === 'late') return failed('went on for more than 5 s after it was cancelled')
    if (hasSucceeded(ending) && lasts) return failed(`was cancelled in the middle, and ${said(ending)}`)
    return ok()
  },
}
