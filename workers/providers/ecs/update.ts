import type { DeploymentConfiguration, Service } from '@aws-sdk/client-ecs'
import { AnswerLost } from './aws/errors.ts'
import { type Rolling, save, type Target, type Updating } from './checkpoint.ts'
import { shortName } from './definition.ts'
import { findService } from './find-service.ts'
import { findServiceDeployment, knownBefore, namedIn, primaryOf, rolloutIn } from './find-rollout.ts'
import { Problem } from './problem.ts'
import { configurationFor } from './strategy.ts'
import type { Work } from './work.ts'

const attempts = 4
const settleMs = 2_000

/** Starts the rollout of a revision: one UpdateService. */
export async function startRollout(work: Work, target: Target): Promise<Rolling> {
  const service = await findService(work)
  const known = await knownBefore(work, service)
  // The same revision again starts nothing unless it is forced; somebody who deploys it again wants new tasks.
  const force = service.taskDefinition === target.revision
  const updating: Updating = { phase: 'updating', target, known, force }
  await save(work.context, updating)
  return send(work, updating)
}

/** Goes on where an update may have been sent: looks for its rollout, and sends it when there is none. */
export async function continueRollout(work: Work, updating: Updating): Promise<Rolling> {
  return (await findBegun(work, updating)) ?? send(work, updating)
}

/** The rollout that an update began, though nobody heard the answer. */
export async function findBegun(work: Work, updating: Updating): Promise<Rolling | undefined> {
  const service = await findService(work)
  const begun = rollingIn(service, updating)
  if (begun !== undefined) return begun
  // Something newer runs. Ours came before it and is off the list, or never came: sending it now would undo the other.
  const { target, known } = updating
  const primary = primaryOf(service)?.id
  const isReplaced = primary !== undefined && !known.deployments.includes(primary)
  return isReplaced ? { phase: 'rolling', target, known, deployment: 'gone' } : undefined
}

function rollingIn(service: Service, { target, known }: Updating): Rolling | undefined {
  const deployment = rolloutIn(service, { target, known })
  if (deployment === undefined) return undefined
  const serviceDeployment = namedIn(service, { deployment, known })
  return { phase: 'rolling', target, known, deployment, ...(serviceDeployment !== undefined && { serviceDeployment }) }
}

async function send(work: Work, updating: Updating): Promise<Rolling> {
  const { aws, cluster, service: name, context } = work
  const { target, force } = updating
  const deploymentConfiguration = await strategyOf(work)
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      const { service = {} } = await aws.write('UpdateService', async (clients) =>
        (await clients.ecs()).updateService({
          cluster,
          service: name,
          taskDefinition: target.revision,
          ...(force && { forceNewDeployment: true }),
          ...(deploymentConfiguration && { deploymentConfiguration }),
        }),
      )
      return rollingIn(service, updating) ?? (await awaitBegun(work, updating))
    } catch (error) {
      if (!(error instanceof AnswerLost)) throw error
      await context.log(`${error.message}; looking whether the rollout began`)
      await context.sleep(settleMs)
      const begun = await findBegun(work, updating)
      if (begun !== undefined) return begun
    }
  }
  throw new Problem(`AWS did not answer UpdateService in ${attempts} attempts, and no rollout began`)
}

/** AWS took the update; what it shows can be a moment behind. */
async function awaitBegun(work: Work, updating: Updating): Promise<Rolling> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    await work.context.sleep(settleMs)
    const begun = await findBegun(work, updating)
    if (begun !== undefined) return begun
  }
  throw new Problem(`AWS took the update to ${shortName(updating.target.revision)} and shows no rollout of it`)
}

async function strategyOf(work: Work): Promise<DeploymentConfiguration | undefined> {
  const { strategy } = work.settings
  return strategy && configurationFor(strategy, (await findService(work)).deploymentConfiguration)
}

/** The rollout with its service deployment, once ECS shows one; undefined where it never does. */
export async function withServiceDeployment(
  work: Work,
  rolling: Rolling,
  service: Service,
): Promise<Rolling | undefined> {
  if (rolling.serviceDeployment !== undefined) return rolling
  const found = await findServiceDeployment(work, service, rolling)
  return found && (found.arn === undefined ? rolling : { ...rolling, serviceDeployment: found.arn })
}
