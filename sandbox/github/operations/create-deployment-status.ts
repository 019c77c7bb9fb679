import { z } from 'zod'
import type { Deed } from '../hub.ts'
import { type Deployment, type DeploymentStatus, deploymentStates, type Repository } from '../state.ts'
import { deploymentStatusView, deploymentView } from '../views/deployment-view.ts'
import { tell } from './tell.ts'

/** Body of `POST …/deployments/{id}/statuses`. */
export const deploymentStatusInput = z.object({
  state: z.enum(deploymentStates),
  description: z.string().max(140).default(''),
  target_url: z.string().default(''),
  log_url: z.string().optional(),
  environment: z.string().min(1).max(255).optional(),
  environment_url: z.string().default(''),
  auto_inactive: z.boolean().default(true),
})

function add({ hub, actor }: Deed, deployment: Deployment, status: Partial<DeploymentStatus>): DeploymentStatus {
  const now = hub.now()
  const added: DeploymentStatus = {
    id: hub.nextId(),
    state: 'pending',
    creator: actor.login,
    description: '',
    environment: deployment.environment,
    logUrl: '',
    environmentUrl: '',
    createdAt: now,
    ...status,
  }
  deployment.statuses.push(added)
  deployment.updatedAt = now
  return added
}

/** What a success ends: earlier successes of the environment, unless they are production's or transient (GitHub's `auto_inactive`). */
const endedBy = (success: Deployment, { deployments }: Repository) =>
  deployments.filter(
    (other) =>
      other.id < success.id &&
      other.environment === success.environment &&
      other.statuses.at(-1)?.state === 'success' &&
      !other.production &&
      !other.transient,
  )

export function createDeploymentStatus(
  deed: Deed,
  repository: Repository,
  deployment: Deployment,
  input: z.infer<typeof deploymentStatusInput>,
): DeploymentStatus {
  const { hub } = deed
  if (input.environment !== undefined) deployment.environment = input.environment
  const status = add(deed, deployment, {
    state: input.state,
    description: input.description,
    logUrl: input.log_url ?? input.target_url,
    environmentUrl: input.environment_url,
  })
  if (input.state === 'success' && input.auto_inactive) {
    for (const earlier of endedBy(deployment, repository)) add(deed, earlier, { state: 'inactive' })
  }
  // GitHub sends no event for a status that is `inactive`.
  if (input.state !== 'inactive') {
    tell(deed, repository, 'deployment_status', {
      action: 'created',
      deployment_status: deploymentStatusView(hub, repository, deployment, status),
      deployment: deploymentView(hub, repository, deployment),
      check_run: null,
      workflow: null,
      workflow_run: null,
    })
  }
  return status
}
