import { notFound } from '../api-error.ts'
import { createDeployment, deploymentInput } from '../operations/create-deployment.ts'
import { createDeploymentStatus, deploymentStatusInput } from '../operations/create-deployment-status.ts'
import { paged } from '../paging.ts'
import { created, ok, parseBody, type RepositoryCall, repositoryRoute, type Route } from '../route.ts'
import type { Deployment } from '../state.ts'
import { deploymentStatusView, deploymentView } from '../views/deployment-view.ts'

function deploymentOf({ repository, params }: RepositoryCall): Deployment {
  const found = repository.deployments.find(({ id }) => String(id) === params['id'])
  if (found === undefined) throw notFound()
  return found
}

/** A filter that is absent, or says `none`, lets everything through. */
function wanted(query: URLSearchParams, deployment: Deployment): boolean {
  const filters = (['sha', 'ref', 'task', 'environment'] as const).map((name) => [name, query.get(name)] as const)
  return filters.every(([name, value]) => value === null || value === 'none' || value === deployment[name])
}

export const deployments: readonly Route[] = [
  repositoryRoute('POST', '/deployments', async ({ deed, repository, body }) => {
    const outcome = await createDeployment(deed, repository, parseBody(deploymentInput, body))
    return outcome.kind === 'merged'
      ? { status: 202, body: { message: outcome.message } }
      : created(deploymentView(deed.hub, repository, outcome.deployment))
  }),

  repositoryRoute('GET', '/deployments', (call) => {
    const { deed, repository, query } = call
    const found = repository.deployments.filter((deployment) => wanted(query, deployment)).toReversed()
    return paged(call, found, (deployment) => deploymentView(deed.hub, repository, deployment))
  }),

  repositoryRoute('GET', '/deployments/:id', (call) =>
    ok(deploymentView(call.deed.hub, call.repository, deploymentOf(call))),
  ),

  repositoryRoute('POST', '/deployments/:id/statuses', (call) => {
    const { deed, repository, body } = call
    const deployment = deploymentOf(call)
    const status = createDeploymentStatus(deed, repository, deployment, parseBody(deploymentStatusInput, body))
    return created(deploymentStatusView(deed.hub, repository, deployment, status))
  }),

  repositoryRoute('GET', '/deployments/:id/statuses', (call) => {
    const deployment = deploymentOf(call)
    return paged(call, deployment.statuses.toReversed(), (status) =>
      deploymentStatusView(call.deed.hub, call.repository, deployment, status),
    )
  }),

  repositoryRoute('GET', '/deployments/:id/statuses/:status', (call) => {
    const deployment = deploymentOf(call)
    const status = deployment.statuses.find(({ id }) => String(id) === call.params['status'])
    if (status === undefined) throw notFound()
    return ok(deploymentStatusView(call.deed.hub, call.repository, deployment, status))
  }),
]
