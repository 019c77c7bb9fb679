import { GitHubError } from '../../../core/github/github-error.ts'
import type { Context, Finding, Job } from '../provider.ts'
import { tells } from './inputs.ts'
import { pickRef } from './pick-ref.ts'
import type { Settings } from './settings.ts'

/** A workflow that is not told the commit builds the head of what it is dispatched on; that has to be the deployment's commit. */
export async function preflight(job: Job, settings: Settings, context: Context): Promise<Finding[]> {
  if (tells(settings.inputs, 'sha')) return []
  try {
    return await lookAtHead(job, settings, context)
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    // The run's own commit is looked at before it is followed.
    return [{ level: 'warning', text: error.message }]
  }
}

async function lookAtHead(job: Job, settings: Settings, { github }: Context): Promise<Finding[]> {
  const ref = await pickRef(job, settings, github)
  const head = await github.commit(job.repository, ref)
  if (head === undefined || head === job.sha) return []
  const text = `${settings.workflow} would build ${ref} at ${head.slice(0, 8)}, not ${job.sha.slice(0, 8)}; add "sha": "{sha}" to actions.inputs and check that commit out in the workflow`
  return [{ level: 'error', text }]
}
