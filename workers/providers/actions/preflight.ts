import type { Context, Finding, Job } from '../provider.ts'
import { tells } from './inputs.ts'
import { patiently } from './patiently.ts'
import { pickRef } from './pick-ref.ts'
import type { Settings } from './settings.ts'

/** A workflow that is not told the commit builds the head of what it is dispatched on; that has to be the deployment's commit. */
export async function preflight(job: Job, settings: Settings, context: Context): Promise<Finding[]> {
  if (tells(settings.inputs, 'sha')) return []
  const { github } = context
  const ref = await patiently(context, () => pickRef(job, settings, github))
  const head = await patiently(context, () => github.commit(job.repository, ref))
  if (head === undefined || head === job.sha) return []
  const text = `${settings.workflow} would build ${ref} at ${head.slice(0, 8)}, not ${job.sha.slice(0, 8)}; add "sha": "{sha}" to actions.inputs and check that commit out in the workflow`
  return [{ level: 'error', text }]
}
