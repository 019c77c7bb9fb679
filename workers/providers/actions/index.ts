import type { Context, Job, Provider, Result } from '../provider.ts'
import { cancel } from './cancel.ts'
import { checkpoint } from './checkpoint.ts'
import { dispatch } from './dispatch.ts'
import { follow } from './follow.ts'
import { tells } from './inputs.ts'
import { type Dispatched, locate } from './locate.ts'
import { preflight } from './preflight.ts'
import { type Settings, settings } from './settings.ts'

/** Dispatches a workflow of GitHub Actions and follows its run. */
export const actions: Provider<Settings> = {
  name: 'actions',
  settings,
  can: { hosts: false, tasks: /^deploy(:[a-z][\w-]*)*$/ },

  refuses({ task }, { workflow, inputs }) {
    if (task === 'deploy' || task === 'rollback' || tells(inputs, 'task')) return undefined
    return `${workflow} is not told the task; add "task": "{task}" to actions.inputs`
  },

  timeoutMs: ({ timeout }) => timeout,
  preflight,
  deploy: carryOut,
  // The workflow gets the old commit, and `rollback` as its task.
  rollback: carryOut,

  async resume(job, configured, state, context) {
    const reached = checkpoint.parse(state)
    switch (reached.step) {
      case 'undispatched':
        return carryOut(job, configured, context)
      case 'dispatching':
        return followed(await locate(async () => reached, job, configured, context), job, configured, context)
      case 'following':
        return follow(reached.run, job, configured, context)
    }
  },

  async cancel(job, configured, state, context) {
    const reached = checkpoint.parse(state)
    if (reached.step === 'undispatched') return 'stopped'
    if (reached.step === 'following') return cancel(reached.run, job, context)
    const dispatched = await locate(async () => reached, job, configured, context)
    if ('result' in dispatched) throw new Error(dispatched.result.summary)
    return cancel(dispatched.run, job, context)
  },
}

async function carryOut(job: Job, configured: Settings, context: Context): Promise<Result> {
  return followed(await dispatch(job, configured, context), job, configured, context)
}

async function followed(dispatched: Dispatched, job: Job, configured: Settings, context: Context): Promise<Result> {
  return 'result' in dispatched ? dispatched.result : follow(dispatched.run, job, configured, context)
}
