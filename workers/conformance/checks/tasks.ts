import { type Check, failed, ok } from '../check.ts'
import { refusalOf } from '../refusal.ts'
import { hasSucceeded, said } from '../said.ts'
import { leavesTrace } from '../trace.ts'

const unknownTask = 'deploy:conformance-task'

export const tasks: Check = {
  name: 'tasks',
  says: 'does the task asked for, or refuses to; never a whole deploy in its place',
  async judge({ provider, open }) {
    const bench = await open()
    const { task = unknownTask } = bench.scenes
    const wrong = bench.scenes.task === undefined ? ok : failed
    const refusal = refusalOf(provider, bench.settings(), { hosts: [], task })
    if (refusal !== undefined) return wrong(`refuses ${task}: ${refusal}`)
    const trial = bench.trial({ job: { task } })
    const { ending } = await trial.over
    if (!hasSucceeded(ending)) return wrong(`was asked for ${task}: ${said(ending)}`)
    if (await leavesTrace(task, trial, ending, bench)) return ok()
    return failed(`was asked for ${task}, and nothing it did names it: it did a whole deploy`)
  },
}
