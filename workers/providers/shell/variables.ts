import type { Job } from '../provider.ts'

/** What a command learns of its deployment. Absent values are empty, so that `set -u` does not stop a script. */
const values = {
  DEPLOY_APP: (job: Job) => job.app,
  DEPLOY_ENVIRONMENT: (job: Job) => job.environment,
  DEPLOY_REF: (job: Job) => job.ref,
  DEPLOY_SHA: (job: Job) => job.sha,
  DEPLOY_TASK: (job: Job) => job.task,
  DEPLOY_ROLLBACK: (job: Job) => (job.task === 'rollback' ? '1' : ''),
  DEPLOY_ID: (job: Job) => String(job.id),
  DEPLOY_REPO: (job: Job) => job.repository,
  DEPLOY_ACTOR: (job: Job) => job.actor,
  DEPLOY_HOSTS: (job: Job) => job.hosts.join(','),
  DEPLOY_PREVIOUS_SHA: (job: Job) => job.previousSha ?? '',
  DEPLOY_REASON: (job: Job) => job.reason ?? '',
  DEPLOY_URL: (job: Job) => job.url ?? '',
  // Heaven's names; its scripts expect eight characters.
  BRANCH: (job: Job) => job.ref,
  SHA: (job: Job) => job.sha.slice(0, 8),
  DEPLOY_ENV: (job: Job) => job.environment,
} as const

/** Set by us and by nobody else. */
export const variableNames: ReadonlySet<string> = new Set([...Object.keys(values), 'CI', 'SLIPWAY_RUN'])

export function variables(job: Job): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, of]) => [name, of(job)]))
}
