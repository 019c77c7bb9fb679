import type { GitHub } from '../../../core/github/github.ts'
import type { Job } from '../provider.ts'
import type { Settings } from './settings.ts'

/** The branch or tag to dispatch on. GitHub takes no sha: for a deployment of one, the default branch's workflow runs. */
export async function pickRef(job: Job, { ref }: Settings, github: GitHub): Promise<string> {
  if (ref !== undefined) return ref
  return isSha(job) ? defaultBranch(job, github) : job.ref
}

export async function defaultBranch({ repository, ref }: Job, github: GitHub): Promise<string> {
  return (await github.repository(repository))?.defaultBranch ?? ref
}

const isSha = ({ ref, sha }: Job) => /^[0-9a-f]{7,}$/.test(ref) && sha.startsWith(ref)
