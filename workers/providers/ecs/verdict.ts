import type { Deployment, Service, ServiceDeployment } from '@aws-sdk/client-ecs'
import { shortName } from './definition.ts'
import { primaryOf } from './find-rollout.ts'
import type { Rolling } from './checkpoint.ts'

/** What AWS shows of a rollout at one moment. */
export interface Sight {
  readonly service: Service
  /** Undefined where ECS shows none. */
  readonly serviceDeployment?: ServiceDeployment
  /** Our deployment as it was last seen: ECS takes failed and replaced ones off its list. */
  readonly lastSeen?: Deployment
}

export type Verdict =
  | { readonly kind: 'going'; readonly phase: string }
  /** It is done, and the service does not look like it; `otherwise` when it stays so. */
  | { readonly kind: 'settling'; readonly phase: string; readonly otherwise: Ended }
  | { readonly kind: 'succeeded' }
  /** `undone`: what ran before runs again. */
  | { readonly kind: 'failed'; readonly why: string; readonly undone: boolean }
  /** The rollout was told to stop, by a person or by us. */
  | { readonly kind: 'stopped'; readonly why: string }
  | { readonly kind: 'superseded'; readonly why: string }

/** A verdict that nothing changes any more. */
export type Ended = Exclude<Verdict, { kind: 'going' | 'settling' }>

type Wanted = Pick<Rolling, 'target' | 'deployment'>

/**
 * How a rollout stands. That the service is stable says nothing: it also is after ECS rolled back. So this one rollout
 * is judged, by its service deployment or, without one, by its place in the service's list.
 */
export function verdictOf(wanted: Wanted, sight: Sight): Verdict {
  const { serviceDeployment } = sight
  return serviceDeployment?.status === undefined
    ? byServiceList(wanted, sight)
    : byServiceDeployment(wanted, sight, serviceDeployment)
}

function byServiceDeployment(wanted: Wanted, sight: Sight, seen: ServiceDeployment): Verdict {
  const why = seen.rollback?.reason ?? seen.statusReason ?? sight.lastSeen?.rolloutStateReason
  switch (seen.status) {
    case 'SUCCESSFUL':
      return afterSuccess(wanted, sight)
    case 'ROLLBACK_SUCCESSFUL':
      return { kind: 'failed', why: `rolled back by ECS${because(why)}`, undone: true }
    case 'ROLLBACK_FAILED':
      return { kind: 'failed', why: `the rollback of ECS failed${because(why)}`, undone: false }
    case 'STOPPED':
      return afterStop(wanted, sight) ?? { kind: 'stopped', why: `the rollout was stopped${because(why)}` }
    case 'STOP_REQUESTED':
    case 'ROLLBACK_REQUESTED':
    case 'ROLLBACK_IN_PROGRESS':
      return { kind: 'going', phase: 'rolling back' }
    default: {
      const primary = primaryOf(sight.service)
      const foreign = primary?.id !== wanted.deployment && isThird(wanted, primary)
      if (foreign) return superseded(primary)
      return { kind: 'going', phase: phaseOf(sight, seen) }
    }
  }
}

function byServiceList(wanted: Wanted, sight: Sight): Verdict {
  const { service, lastSeen } = sight
  const primary = primaryOf(service)
  const failed = lastSeen?.rolloutState === 'FAILED'
  const why = lastSeen?.rolloutStateReason

  if (primary?.id === wanted.deployment) {
    if (failed) return { kind: 'failed', why: `the rollout failed${because(why)}`, undone: false }
    if (primary.rolloutState === 'COMPLETED') return counted(sight)
    // Types that are not rolled by ECS itself have no state of their own.
    const alone = primary.rolloutState === undefined && service.deployments?.length === 1
    if (alone && isFull(service)) return { kind: 'succeeded' }
    return { kind: 'going', phase: phaseOf(sight) }
  }
  if (isThird(wanted, primary)) return superseded(primary)
  const isOurs = primary?.taskDefinition === wanted.target.revision
  if (isOurs && !failed) return superseded(primary)
  if (primary?.rolloutState === 'IN_PROGRESS') return { kind: 'going', phase: 'rolling back' }
  const back = failed ? 'rolled back by ECS' : `rolled back to ${shortName(primary?.taskDefinition ?? 'nothing')}`
  return { kind: 'failed', why: `${back}${because(why)}`, undone: true }
}

/** Somebody deployed something that is neither ours nor what ran before us. */
function isThird({ target }: Wanted, primary: Deployment | undefined): boolean {
  const { taskDefinition } = primary ?? {}
  if (taskDefinition === undefined || taskDefinition === target.revision) return false
  return taskDefinition !== target.before.handle?.['taskDefinition']
}

function afterSuccess(wanted: Wanted, sight: Sight): Verdict {
  const primary = primaryOf(sight.service)
  if (primary === undefined || primary.taskDefinition === wanted.target.revision) return counted(sight)
  const otherwise = superseded(primary)
  // The list of the service can be behind, unless it has something that was never there before.
  return isThird(wanted, primary) ? otherwise : { kind: 'settling', phase: 'rolled out', otherwise }
}

/** A rollout is stopped by the next one too. */
function afterStop(wanted: Wanted, { service }: Sight): Verdict | undefined {
  const primary = primaryOf(service)
  const isAgain = primary?.taskDefinition === wanted.target.revision && primary.id !== wanted.deployment
  return isAgain || isThird(wanted, primary) ? superseded(primary) : undefined
}

function superseded(primary: Deployment | undefined): Ended {
  const { id, taskDefinition } = primary ?? {}
  const what = taskDefinition === undefined ? 'another rollout' : `a rollout of ${shortName(taskDefinition)}`
  return {
    kind: 'superseded',
    why: `superseded by ${what}${id === undefined ? '' : ` (${id})`}, begun by somebody else`,
  }
}

/** The count of the service can be behind that of its rollout. */
const runningIn = (service: Service) => Math.max(service.runningCount ?? 0, primaryOf(service)?.runningCount ?? 0)

const isFull = (service: Service) => runningIn(service) >= (service.desiredCount ?? 0)

function counted({ service }: Sight): Verdict {
  if (isFull(service)) return { kind: 'succeeded' }
  const short = `${runningIn(service)} of ${service.desiredCount}`
  const why = `rolled out, but only ${short} tasks keep running`
  return {
    kind: 'settling',
    phase: `rolled out, ${short} running`,
    otherwise: { kind: 'failed', why, undone: false },
  }
}

function phaseOf({ service, lastSeen }: Sight, seen?: ServiceDeployment): string {
  const { runningCount: running = 0, desiredCount: desired = 0, failedTasks = 0 } = lastSeen ?? primaryOf(service) ?? {}
  const stage = seen?.lifecycleStage === undefined ? '' : `, ${seen.lifecycleStage.toLowerCase().replaceAll('_', ' ')}`
  return `${running} of ${desired} running${failedTasks > 0 ? `, ${failedTasks} failed` : ''}${stage}`
}

const because = (why: string | undefined) => (why === undefined || why === '' ? '' : `: ${why.replace(/\.$/, '')}`)
