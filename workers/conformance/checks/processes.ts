import { type Check, failed, ok, unjudged } from '../check.ts'
import type { Process } from '../processes.ts'
import { underWay } from '../under-way.ts'

const partingMs = 2_000 // for one that has been told to go

export const processes: Check = {
  name: 'processes',
  says: 'leaves no process behind, neither after its end nor after a cancel',
  async judge({ open }) {
    const bench = await open()
    const { left } = await bench.trial({ partingMs }).over
    if (left === undefined) return unjudged('only Linux shows which processes are whose')
    if (left.length > 0) return failed(`left ${named(left)} after its end`)
    const { trial } = await underWay(bench, { partingMs })
    trial.stop({ kind: 'cancel', by: 'alice' })
    const { left: stray = [] } = await trial.over
    return stray.length > 0 ? failed(`left ${named(stray)} after a cancel`) : ok()
  },
}

const named = (left: readonly Process[]): string =>
  left.map(({ pid, commandLine }) => `${commandLine || 'a process'} (pid ${pid})`).join(', ')
