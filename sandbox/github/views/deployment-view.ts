import { accountOf, type Hub } from '../hub.ts'
import type { Account, Deployment, DeploymentStatus, Repository } from '../state.ts'
import { accountView, ownerView } from './account-view.ts'
import { nodeId } from './node-id.ts'
import { repositoryUrl } from './repository-view.ts'

function appView(hub: Hub, { app, id }: Account) {
  if (app === undefined) return null
  return {
    id,
    slug: app,
    node_id: nodeId('App', id),
    owner: ownerView(hub, app === 'github-actions' ? 'github' : 'acme'),
    name: app,
    html_url: `${hub.url}/apps/${app}`,
  }
}

/** A deployment as `POST …/deployments` answers it and `deployment` events carry it. */
export function deploymentView(hub: Hub, repository: Repository, deployment: Deployment) {
  const creator = accountOf(hub.state, deployment.creator)
  const url = `${repositoryUrl(hub, repository)}/deployments/${deployment.id}`
  return {
    url,
    id: deployment.id,
    node_id: nodeId('Deployment', deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.originalEnvironment,
    environment: deployment.environment,
    description: deployment.description,
    creator: accountView(hub, creator),
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    statuses_url: `${url}/statuses`,
    repository_url: repositoryUrl(hub, repository),
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: appView(hub, creator),
  }
}

export function deploymentStatusView(hub: Hub, repository: Repository, of: Deployment, status: DeploymentStatus) {
  const creator = accountOf(hub.state, status.creator)
  const deployment = `${repositoryUrl(hub, repository)}/deployments/${of.id}`
  return {
    url: `${deployment}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    state: status.state,
    creator: accountView(hub, creator),
    description: status.description,
    environment: status.environment,
    target_url: status.logUrl,
    log_url: status.logUrl,
    environment_url: status.environmentUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: deployment,
    repository_url: repositoryUrl(hub, repository),
    performed_via_github_app: appView(hub, creator),
  }
}
