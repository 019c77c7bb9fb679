import type { Job } from '../provider.ts'

/** What a command reads on stdin: one JSON object, no secret in it. Keys are GitHub's where GitHub has one; what is not known is null. */
export function jobJson(job: Job): string {
  const told = {
    id: job.id,
    app: job.app,
    environment: job.environment,
    repository: job.repository,
    ref: job.ref,
    sha: job.sha,
    previous_sha: job.previousSha ?? null,
    task: job.task,
    rollback: job.task === 'rollback',
    actor: job.actor,
    reason: job.reason ?? null,
    hosts: job.hosts,
    url: job.url ?? null,
  }
  return `${JSON.stringify(told)}\n`
}
