import type { Hub } from '../hub.ts'
import type { Repository } from '../state.ts'
import { nodeId } from '../views/node-id.ts'
import { splitName } from '../views/repository-view.ts'
import { commitNode } from './commit-node.ts'
import { connection, type Slice } from './connection.ts'
import { deploymentNode } from './deployment-node.ts'
import { refNode } from './ref-node.ts'

interface DeploymentsAsked extends Slice {
  readonly environments?: readonly string[] | null
  readonly orderBy?: { readonly direction: 'ASC' | 'DESC' } | null
}

interface ObjectAsked {
  readonly oid?: string | null
  readonly expression?: string | null
}

export function repositoryNode(hub: Hub, repository: Repository): object {
  const { id, fullName, defaultBranch } = repository

  function deployments(asked: DeploymentsAsked) {
    const { environments, orderBy } = asked
    const found = repository.deployments.filter(
      ({ environment }) => !environments || environments.includes(environment),
    )
    const ordered = orderBy?.direction === 'DESC' ? found.toReversed() : found
    const page = connection('deployments', ordered, asked)
    return { ...page, nodes: page.nodes.map((deployment) => deploymentNode(hub, repository, deployment)) }
  }

  async function object({ oid, expression }: ObjectAsked) {
    const found = await hub.git(repository).resolve(oid ?? expression ?? '')
    return commitNode(hub, repository, found?.sha)
  }

  return {
    id: nodeId('Repository', id),
    databaseId: id,
    name: splitName(fullName).name,
    nameWithOwner: fullName,
    url: `${hub.url}/${fullName}`,
    isPrivate: true,
    isArchived: false,
    defaultBranchRef: () => refNode(hub, repository, `refs/heads/${defaultBranch}`),
    ref: ({ qualifiedName }: { readonly qualifiedName: string }) => refNode(hub, repository, qualifiedName),
    object,
    deployments,
  }
}
