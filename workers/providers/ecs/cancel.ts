import type { ServiceDeployment } from '@aws-sdk/client-ecs'
import { AnswerLost, isAwsError } from './aws/errors.ts'
import { type Checkpoint, type Rolling, save } from './checkpoint.ts'
import { shortName } from './definition.ts'
import { findService } from './find-service.ts'
import { follow } from './follow.ts'
import { findMigration, untilStopped } from './migrate.ts'
import { Problem } from './problem.ts'
import { readServiceDeployment, whileItLasts } from './read-service-deployment.ts'
import { findBegun, withServiceDeployment } from './update.ts'
import { type Verdict, verdictOf } from './verdict.ts'
import type { Work } from './work.ts'

export type Cancelled = 'stopped' | 'rolled-back' | 'too-late'

/** Stops what a deployment began, and waits until it has stopped. */
export async function cancel(work: Work, from: Checkpoint | undefined): Promise<Cancelled> {
  switch (from?.phase) {
    case undefined:
    case 'registering':
    case 'registered':
    case 'migrated':
      return 'stopped'
    case 'migrating':
      await stopMigration(work, from.task)
      return 'stopped'
    case 'updating': {
      const begun = await findBegun(work, from)
      return begun === undefined ? 'stopped' : stopRollout(work, begun)
    }
    case 'rolling':
    case 'stopping':
      return stopRollout(work, from)
  }
}

async function stopMigration(work: Work, known: string | undefined): Promise<void> {
  const { aws, cluster, context, job } = work
  const task = known ?? (await findMigration(work))
  if (task === undefined) return
  await context.log(`stopping the migration ${shortName(task)}`)
  try {
    await aws.write('StopTask', async (clients) =>
      (await clients.ecs()).stopTask({ cluster, task, reason: `deployment ${job.id} was stopped` }),
    )
  } catch (error) {
    // Whether it stops is seen below; one that does not is asked again by whoever cancels again.
    if (!(error instanceof AnswerLost)) throw error
  }
  await untilStopped(work, task, async () => {})
}

async function stopRollout(work: Work, from: Rolling): Promise<Cancelled> {
  const { rolling, verdict, status } = await lookAt(work, from)
  // Told to stop by an earlier worker: what ended since then ended by that.
  const wasTold = from.phase === 'stopping'
  if (verdict.kind !== 'going') return wasTold ? outcomeOf(verdict) : 'too-late'

  const isRollingBack =
    status === undefined ? verdict.phase === 'rolling back' : status !== 'PENDING' && status !== 'IN_PROGRESS'
  // ECS found out by itself that it fails; the verdict will say so.
  if (isRollingBack && !wasTold) return 'too-late'

  const stopping: Rolling = { ...rolling, phase: 'stopping' }
  await save(work.context, stopping)
  if (!isRollingBack) {
    const { serviceDeployment } = rolling
    if (status === undefined || serviceDeployment === undefined) await putBack(work, rolling)
    else if (!(await stopNatively(work, serviceDeployment))) return 'too-late'
  }
  return outcomeOf((await follow(work, stopping)).verdict)
}

interface Looked {
  readonly rolling: Rolling
  readonly verdict: Verdict
  readonly status: ServiceDeployment['status']
}

/** How a rollout stands now. `status` is that of its service deployment, where it has one. */
async function lookAt(work: Work, from: Rolling, searches = 5): Promise<Looked> {
  const service = await findService(work, whileItLasts)
  const rolling = (await withServiceDeployment(work, from, service)) ?? from
  // This service has had some, so this rollout gets one too, which ECS shows in a moment.
  if (rolling.serviceDeployment === undefined && from.known.serviceDeployments.length > 0 && searches > 1) {
    await work.context.sleep(showsMs)
    return lookAt(work, from, searches - 1)
  }
  const arn = rolling.serviceDeployment
  const serviceDeployment = arn === undefined ? undefined : await readServiceDeployment(work, arn)
  const lastSeen = service.deployments?.find(({ id }) => id === rolling.deployment)
  const sight = { service, ...(serviceDeployment && { serviceDeployment }), ...(lastSeen && { lastSeen }) }
  return { rolling, verdict: verdictOf(rolling, sight), status: serviceDeployment?.status }
}

function outcomeOf(verdict: Exclude<Verdict, { kind: 'going' }>): Cancelled {
  if (verdict.kind === 'failed' && !verdict.undone) throw new Problem(`it was told to stop, and ${verdict.why}`)
  return verdict.kind === 'failed' || verdict.kind === 'stopped' ? 'rolled-back' : 'too-late'
}

/** False when there was nothing to stop any more. */
async function stopNatively(work: Work, serviceDeploymentArn: string): Promise<boolean> {
  const { aws, context } = work
  await context.log('stopping the rollout; ECS rolls it back')
  for (;;) {
    try {
      await aws.write('StopServiceDeployment', async (clients) =>
        (await clients.ecs()).stopServiceDeployment({ serviceDeploymentArn, stopType: 'ROLLBACK' }),
      )
      return true
    } catch (error) {
      if (isAwsError(error, 'ConflictException')) return false
      if (!(error instanceof AnswerLost)) throw error
      const status = (await readServiceDeployment(work, serviceDeploymentArn))?.status
      if (status !== 'PENDING' && status !== 'IN_PROGRESS') return true
      await context.log(`${error.message}; asking again`)
      await context.sleep(againMs)
    }
  }
}

const againMs = 2_000
const showsMs = 1_000

/** Where ECS has no service deployments, a rollout is stopped by one back to what ran before. */
async function putBack(work: Work, { target }: Rolling): Promise<void> {
  const { aws, cluster, service, context } = work
  const before = target.before.handle?.['taskDefinition']
  if (before === undefined || before === target.revision)
    throw new Problem('there is no other revision to go back to; the rollout goes on')
  await context.log(`stopping the rollout by going back to ${shortName(before)}`)
  for (;;) {
    try {
      await aws.write('UpdateService', async (clients) =>
        (await clients.ecs()).updateService({ cluster, service, taskDefinition: before }),
      )
      return
    } catch (error) {
      if (!(error instanceof AnswerLost)) throw error
      // The same revision again starts nothing.
      await context.log(`${error.message}; asking again`)
      await context.sleep(againMs)
    }
  }
}
