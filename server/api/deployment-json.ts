import type { DeploymentRecord } from '../../core/records/deployment.ts'

const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString())

/**
 * What the API shows of a deployment, field by field: whatever else the record learns to hold (its place in chat, the
 * token of its run, the provider's checkpoint) stays inside.
 * Times are ISO 8601 in UTC; fields that are not known yet are left out.
 */
export const deploymentJson = (record: DeploymentRecord) => ({
  id: record.id,
  app: record.app,
  environment: record.environment,
  repository: record.repository,
  ref: record.ref,
  sha: record.sha,
  task: record.task,
  hosts: record.hosts,
  force: record.force,
  reason: record.reason,
  actor: { id: record.who.id, name: record.who.name },
  state: record.state,
  summary: record.summary,
  retry_of: record.retryOf,
  rollback_of: record.rollback?.of,
  rollback_to: record.rollback?.to,
  progress: record.progress && {
    phase: record.progress.phase,
    percent: record.progress.percent,
    url: record.progress.url,
    at: iso(record.progress.at),
  },
  environment_url: record.url,
  previous_sha: record.previousSha,
  cancelled_by: record.cancel?.by,
  created_at: iso(record.createdAt),
  started_at: iso(record.startedAt),
  ended_at: iso(record.endedAt),
  statuses: record.steps.map(({ state, description, at }) => ({ state, description, at: iso(at) })),
})
