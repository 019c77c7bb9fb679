import type { Ports } from '../actions/ports.ts'
import type { GitHubDeployment } from '../github/github.ts'
import { type DeploymentRecord, deploymentKey } from './deployment.ts'
import { sets } from './records.ts'
import type { Request } from './request.ts'
import { reserve } from './reserve.ts'

/** How long the event of a deployment of ours may take before we go on from the POST's answer. */
const eventMs = 10_000

/**
 * Ties a request to the deployment GitHub made for it. Whoever learns of it first does this, the 201 or the event; the second changes nothing.
 * Actor, force, reason and hosts are the request's; only id, sha and time are GitHub's.
 */
export async function bind(ports: Ports, host: string, request: Request, made: GitHubDeployment): Promise<DeploymentRecord> {
  const { engine, records, now } = ports
  const record = recordOf(host, request, made)
  await reserve(engine, records, record, now())
  await records.requests.update(request.id, (fresh) =>
    fresh.state === 'bound' ? undefined : { ...fresh, state: 'bound', deployment: record.key },
  )
  await engine.queues.events.add(`a-${record.key}`, { event: 'answered', key: record.key }, { delayMs: eventMs })
  await engine.store.sorted.remove(sets.open, request.id)
  return record
}

function recordOf(host: string, request: Request, made: GitHubDeployment): DeploymentRecord {
  return {
    key: deploymentKey(host, made.id),
    id: made.id,
    app: request.app,
    environment: request.environment,
    target: request.target,
    repository: request.repository,
    ref: request.ref,
    sha: made.sha,
    task: request.task,
    hosts: request.hosts,
    force: request.force,
    who: request.who,
    place: request.place,
    request: request.id,
    createdAt: Date.parse(made.createdAt),
    state: 'reserved',
    steps: [],
    ...(request.reason !== undefined && { reason: request.reason }),
    ...(request.retryOf !== undefined && { retryOf: request.retryOf }),
  }
}
