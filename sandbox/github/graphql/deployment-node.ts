import { accountOf, type Hub } from '../hub.ts'
import type { Deployment, DeploymentStatus, Repository } from '../state.ts'
import { nodeId } from '../views/node-id.ts'
import { actorNode } from './actor-node.ts'
import { commitNode } from './commit-node.ts'
import { connection, type Slice } from './connection.ts'
import { refNode } from './ref-node.ts'
import { repositoryNode } from './repository-node.ts'

const statusNode = (hub: Hub, status: DeploymentStatus) => ({
  id: nodeId('DeploymentStatus', status.id),
  state: status.state.toUpperCase(),
  description: status.description,
  environment: status.environment,
  environmentUrl: status.environmentUrl || null,
  logUrl: status.logUrl || null,
  creator: actorNode(accountOf(hub.state, status.creator)),
  createdAt: status.createdAt,
  updatedAt: status.createdAt,
})

/** GitHub's own word for a deployment: a success is ACTIVE, a transient one that ended DESTROYED, one without a word PENDING. */
function stateOf({ statuses, transient }: Deployment): string {
  const last = statuses.at(-1)?.state ?? 'pending'
  if (last === 'success') return 'ACTIVE'
  return last === 'inactive' && transient ? 'DESTROYED' : last.toUpperCase()
}

export function deploymentNode(hub: Hub, repository: Repository, deployment: Deployment) {
  const latest = deployment.statuses.at(-1)
  return {
    id: nodeId('Deployment', deployment.id),
    databaseId: deployment.id,
    commit: () => commitNode(hub, repository, deployment.sha),
    commitOid: deployment.sha,
    ref: () => refNode(hub, repository, deployment.ref),
    task: deployment.task,
    environment: deployment.environment,
    originalEnvironment: deployment.originalEnvironment,
    latestEnvironment: deployment.environment,
    // GraphQL shows the payload as text, JSON where it was an object.
    payload: typeof deployment.payload === 'string' ? deployment.payload : JSON.stringify(deployment.payload),
    description: deployment.description,
    creator: actorNode(accountOf(hub.state, deployment.creator)),
    createdAt: deployment.createdAt,
    updatedAt: deployment.updatedAt,
    state: stateOf(deployment),
    latestStatus: latest === undefined ? null : statusNode(hub, latest),
    statuses: (slice: Slice) =>
      connection(
        'statuses',
        deployment.statuses.toReversed().map((status) => statusNode(hub, status)),
        slice,
      ),
    repository: () => repositoryNode(hub, repository),
  }
}
