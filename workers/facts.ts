import type { Ports } from '../core/actions/ports.ts'
import { providerFacts } from '../core/actions/provider-facts.ts'
import type { Target } from '../core/apps/app.ts'
import type { Facts } from '../core/gates/facts.ts'
import type { GitHub, GitHubDeployment } from '../core/github/github.ts'
import { actorFor } from '../core/people/actor-facts.ts'
import type { DeploymentRecord } from '../core/records/deployment.ts'
import { namesIn } from '../core/records/payload.ts'
import type { TargetRecord } from '../core/records/places.ts'

/** What the gates look at when a deployment of the lane is about to start. GitHub judged the checks when it was made or adopted. */
export async function startFacts(
  ports: Ports,
  record: DeploymentRecord,
  target: Target,
  standing: TargetRecord | undefined,
): Promise<Facts> {
  const now = ports.now()
  const command = { task: record.task, force: record.force, hosts: record.hosts }
  return {
    target,
    command,
    ref: record.ref,
    actor: await actorFor(target, record.who, ports),
    ...(record.place && { room: { names: record.place.roomNames } }),
    provider: providerFacts(ports, target, command),
    origin: record.request === undefined ? 'github' : 'request',
    now,
    createdAt: record.createdAt,
    queuedMs: record.filedAt === undefined ? 0 : now - record.filedAt,
    maxAgeMs: ports.settings.maxEventAgeMs,
    deployment: record.id,
    ...(standing && { newestStarted: standing.newestStarted }),
  }
}

/** What the gates look at when somebody made a deployment on GitHub: everything afresh, checks included. */
export async function foreignFacts(
  ports: Ports,
  github: GitHub,
  made: GitHubDeployment,
  target: Target,
): Promise<Facts> {
  const login = made.creator?.login ?? ''
  const command = { task: made.task, force: false, hosts: namesIn(made.payload).hosts }
  const known = await ports.records.targets.get(target.id)
  return {
    target,
    command,
    ref: made.ref,
    actor: await actorFor(target, { id: `github:${login}`, name: login, names: [login] }, ports),
    provider: providerFacts(ports, target, command),
    origin: 'github',
    now: ports.now(),
    createdAt: Date.parse(made.createdAt),
    maxAgeMs: ports.settings.maxEventAgeMs,
    deployment: made.id,
    checks: await github.checks(target.repository, made.sha),
    ...(known && { newestStarted: known.value.newestStarted }),
  }
}
