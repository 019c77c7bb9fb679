import type { Ports } from '../core/actions/ports.ts'
import type { DeploymentRecord } from '../core/records/deployment.ts'
import type { Job } from './providers/provider.ts'

/** The provider's view of a record. */
export async function jobOf(ports: Ports, record: DeploymentRecord): Promise<Job> {
  const url = await ports.publicUrl()
  return {
    id: record.id,
    app: record.app,
    environment: record.environment,
    repository: record.repository,
    ref: record.ref,
    sha: record.sha,
    task: record.task,
    actor: record.who.name,
    hosts: record.hosts,
    run: record.run ?? '',
    attempt: record.attempt ?? 1,
    ...(record.reason !== undefined && { reason: record.reason }),
    ...(record.previousSha !== undefined && { previousSha: record.previousSha }),
    ...(record.before && { before: record.before }),
    ...(url !== undefined && { url: `${url}/deployments/${record.id}` }),
  }
}
