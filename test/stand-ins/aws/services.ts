import { account } from './images.ts'
import type { Definitions } from './definitions.ts'
import { Refusal } from './refusal.ts'

/** How the next rollouts go. */
export interface Course {
  /** Looks at the service until a rollout has ended. */
  looks: number
  /** `breaks`: the circuit breaker gives up and rolls back. `breaks for good`: it gives up and rolls nothing back. */
  goes: 'well' | 'breaks' | 'breaks for good' | 'on for ever'
  /** Whether ECS has service deployments here. */
  native: boolean
}

interface Deployment {
  readonly id: string
  status: 'PRIMARY' | 'ACTIVE' | 'INACTIVE'
  readonly taskDefinition: string
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED'
  rolloutStateReason?: string
  running: number
  failed: number
  readonly createdAt: number
}

interface ServiceDeployment {
  readonly arn: string
  readonly of: Deployment
  readonly number: number
  status: string
  statusReason?: string
  rollback?: { reason: string }
}

export interface Event {
  readonly id: string
  readonly createdAt: number
  readonly message: string
}

const breaker = 'ECS deployment circuit breaker: tasks failed to start.'

/** One service and its rollouts, which go one step on with each look at it. */
export function createService(name: string, cluster: string, first: string, definitions: Definitions) {
  const desired = 2
  let made = 0
  let looks = 0
  const course: Course = { looks: 3, goes: 'well', native: true }
  const events: Event[] = []
  const native: ServiceDeployment[] = []
  let deployments: Deployment[] = []
  const deadOf: ((deployment: string, revision: string) => void)[] = []
  let configuration: unknown = {
    deploymentCircuitBreaker: { enable: true, rollback: true },
    minimumHealthyPercent: 100,
  }

  const primary = (): Deployment => {
    const found = deployments.find(({ status }) => status === 'PRIMARY')
    if (!found) throw new Error('a service always has a primary deployment')
    return found
  }
  const say = (message: string) =>
    void events.unshift({
      id: `event-${events.length + 1}`,
      createdAt: Date.now() / 1_000,
      message: `(service ${name}) ${message}`,
    })

  function begin(taskDefinition: string): Deployment {
    const before = deployments.find(({ status }) => status === 'PRIMARY')
    if (before) before.status = 'ACTIVE'
    for (const one of native.filter(({ status }) => status === 'IN_PROGRESS')) {
      one.status = 'STOPPED'
      one.statusReason = 'Service deployment was stopped because of a newer one.'
    }
    const number = ++made
    const begun: Deployment = {
      id: `ecs-svc/${1_000 + number}`,
      status: 'PRIMARY',
      taskDefinition,
      rolloutState: 'IN_PROGRESS',
      running: 0,
      failed: 0,
      createdAt: Date.now() / 1_000,
    }
    deployments.unshift(begun)
    looks = 0
    return begun
  }

  function beginNative(of: Deployment): void {
    const arn = `arn:aws:ecs:eu-west-1:${account}:service-deployment/${cluster}/${name}/${of.id.slice(8)}`
    native.unshift({ arn, of, number: made, status: 'IN_PROGRESS' })
  }

  function complete(one: Deployment): void {
    one.rolloutState = 'COMPLETED'
    one.running = desired
    deployments = deployments.filter((other) => other === one || other.rolloutState === 'FAILED')
    for (const service of native.filter(({ of, status }) => of === one && status === 'IN_PROGRESS'))
      service.status = 'SUCCESSFUL'
    say(`has reached a steady state.`)
  }

  /** Back to the revision before, as a deployment of its own. */
  function rollBack(one: Deployment): void {
    const before = deployments.find((other) => other !== one && other.rolloutState === 'COMPLETED')
    if (before) begin(before.taskDefinition)
  }

  function step(): void {
    const one = primary()
    if (one.rolloutState !== 'IN_PROGRESS') return
    looks++
    const rollingBack = native.find(({ status }) => status === 'ROLLBACK_IN_PROGRESS')
    if (rollingBack ?? deployments.some(({ rolloutState }) => rolloutState === 'FAILED')) {
      if (looks < 2) return
      complete(one)
      deployments = [one]
      if (rollingBack) rollingBack.status = 'ROLLBACK_SUCCESSFUL'
      return
    }
    if (course.goes === 'well') {
      one.running = Math.min(desired, looks)
      if (looks >= course.looks) complete(one)
      return
    }
    one.failed++
    for (const dead of deadOf) dead(one.id, one.taskDefinition)
    if (course.goes === 'on for ever' || looks < course.looks) return
    one.rolloutState = 'FAILED'
    one.rolloutStateReason = breaker
    const service = native.find(({ of }) => of === one)
    if (course.goes === 'breaks for good') {
      if (service) Object.assign(service, { status: 'STOPPED', statusReason: breaker })
      return
    }
    if (service) Object.assign(service, { status: 'ROLLBACK_IN_PROGRESS', rollback: { reason: breaker } })
    say('rolling back to the last completed deployment.')
    rollBack(one)
  }

  complete(begin(first))
  const arn = `arn:aws:ecs:eu-west-1:${account}:service/${cluster}/${name}`

  function answer() {
    const current = native[0]
    return {
      serviceName: name,
      serviceArn: arn,
      clusterArn: `arn:aws:ecs:eu-west-1:${account}:cluster/${cluster}`,
      status: 'ACTIVE',
      schedulingStrategy: 'REPLICA',
      launchType: 'FARGATE',
      platformVersion: 'LATEST',
      deploymentController: { type: 'ECS' },
      deploymentConfiguration: configuration,
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } },
      desiredCount: desired,
      runningCount: Math.max(...deployments.map(({ running }) => running)),
      pendingCount: 0,
      taskDefinition: primary().taskDefinition,
      deployments: deployments.map(({ running, failed, ...one }) => ({
        ...one,
        desiredCount: desired,
        runningCount: running,
        failedTasks: failed,
      })),
      events,
      ...(course.native && current && { currentServiceDeployment: current.arn }),
    }
  }

  return {
    name,
    course,
    answer,
    step,
    /** Hears of each task that a failing rollout lost. */
    onDeath: (hear: (deployment: string, revision: string) => void) => void deadOf.push(hear),
    primary,
    update(input: { taskDefinition?: string; forceNewDeployment?: boolean; deploymentConfiguration?: unknown }) {
      const { arn: wanted, status } = definitions.find(input.taskDefinition ?? primary().taskDefinition)
      if (status === 'INACTIVE') throw new Refusal('ClientException', 'TaskDefinition is inactive')
      if (input.deploymentConfiguration !== undefined) configuration = input.deploymentConfiguration
      if (wanted === primary().taskDefinition && !input.forceNewDeployment) return answer()
      const begun = begin(wanted)
      if (course.native) beginNative(begun)
      return answer()
    },
    serviceDeployments: () =>
      native.map((one) => ({
        serviceDeploymentArn: one.arn,
        serviceArn: arn,
        status: one.status,
        createdAt: one.of.createdAt + one.number,
        startedAt: one.of.createdAt,
        ...(one.statusReason !== undefined && { statusReason: one.statusReason }),
        ...(one.rollback && { rollback: one.rollback }),
      })),
    stop(wanted: string) {
      const one = native.find(({ arn: its }) => its === wanted)
      if (!one) throw new Refusal('ServiceDeploymentNotFoundException', 'No such service deployment')
      if (one.status !== 'IN_PROGRESS') throw new Refusal('ConflictException', 'It cannot be stopped any more')
      one.status = 'ROLLBACK_IN_PROGRESS'
      one.rollback = { reason: 'Stopped by a request.' }
      rollBack(one.of)
    },
  }
}

export type Service = ReturnType<typeof createService>
