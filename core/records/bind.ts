import type { Ports } from '../actions/ports.ts'
import type { GitHubDeployment } from '../github/github.ts'
import { type DeploymentRecord, deploymentKey } from './deployment.ts'
import { sets } from './records.ts'
import { awaitsDeployment, type Request } from './request.ts'
import { reserve } from './reserve.ts'
import { endBeforeStart } from './transition.ts'

/** How long the event of a deployment of ours may take before we go on from the POST's answer. */
const eventMs = 10_000

/**
 * Ties a request to the deployment GitHub made for it. Whoever learns of it first does this, the 201 or the event; the
 * second changes nothing. Actor, force, reason and hosts are the request's; only id and sha are GitHub's.
 * Answers the deployment that counts: see `confirm`.
 */
export async function bind(
  ports: Ports,
  host: string,
  request: Request,
  made: GitHubDeployment,
): Promise<DeploymentRecord> {
  const { engine, records, now } = ports
  const record = recordOf(host, request, made)
  await reserve(engine, records, record, now())
  const counts = await confirm(ports, record)
  if (counts.key === record.key)
    await engine.queues.events.add(`a-${record.key}`, { event: 'answered', key: record.key }, { delayMs: eventMs })
  await engine.store.sorted.remove(sets.open, request.id)
  return counts
}

/**
 * A request has one deployment, the first that is tied to it. A sender that stood still while somebody else asked in its
 * place makes a second one: that is ended before it runs. Answers the one that counts.
 */
export async function confirm(ports: Ports, record: DeploymentRecord): Promise<DeploymentRecord> {
  if (record.request === undefined) return record
  const request = await ports.records.requests.update(record.request, (fresh) =>
    awaitsDeployment(fresh) ? { ...fresh, state: 'bound', deployment: record.key } : undefined,
  )
  const owner = request?.value.deployment
  if (!request || owner === record.key) return record
  const counts = owner === undefined ? undefined : (await ports.records.deployments.get(owner))?.value
  const summary = counts ? `asked for twice by mistake; #${counts.id} counts` : 'asked for twice by mistake'
  const ended = await endBeforeStart(ports, record.key, { state: 'error', summary })
  if (ended) ports.log.warn({ deployment: record.id, request: record.request }, summary)
  await ports.engine.queues.events.add(`e-${record.key}-twice`, { event: 'report', key: record.key })
  return counts ?? record
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
    // By our own clock: how old it is should not hang on GitHub's agreeing with it.
    createdAt: request.sentAt,
    state: 'reserved',
    steps: [],
    ...(request.reason !== undefined && { reason: request.reason }),
    ...(request.retryOf !== undefined && { retryOf: request.retryOf }),
    ...(request.rollback && { rollback: request.rollback }),
  }
}
