import { describe, expect, test } from '@jest/globals'
import type { Deployment, Service, ServiceDeployment } from '@aws-sdk/client-ecs'
import { verdictOf } from '../../../../workers/providers/ecs/verdict.ts'

const arn = (revision: number) => `arn:aws:ecs:eu-west-1:123456789012:task-definition/webapp:${revision}`
const wanted = {
  deployment: 'ecs-svc/2',
  target: { revision: arn(2), container: 'web', before: { handle: { taskDefinition: arn(1) } } },
}

type Row = readonly [id: number, revision: number, status: string, rolloutState?: Deployment['rolloutState']]

function service(rows: readonly Row[], running = 2): Service {
  const deployments = rows.map(
    ([id, revision, status, rolloutState]): Deployment => ({
      id: `ecs-svc/${id}`,
      taskDefinition: arn(revision),
      status,
      rolloutState,
      runningCount: running,
      desiredCount: 2,
      ...(rolloutState === 'FAILED' && { rolloutStateReason: 'tasks failed to start.' }),
    }),
  )
  return { deployments, runningCount: running, desiredCount: 2 }
}

const settling = {
  kind: 'settling',
  phase: 'rolled out, 1 of 2 running',
  otherwise: { kind: 'failed', why: 'rolled out, but only 1 of 2 tasks keep running', undone: false },
}
const going = { kind: 'going', phase: '2 of 2 running' }
const rollingBack = { kind: 'going', phase: 'rolling back' }
const superseded = (revision: number, id: number) => ({
  kind: 'superseded',
  why: `superseded by a rollout of webapp:${revision} (ecs-svc/${id}), begun by somebody else`,
})

describe('without a service deployment, a rollout', () => {
  const failed: Deployment = { id: 'ecs-svc/2', rolloutState: 'FAILED', rolloutStateReason: 'tasks failed to start.' }
  const byEcs = { kind: 'failed', why: 'rolled back by ECS: tasks failed to start', undone: true }

  test.each<[string, Service, object, Deployment | undefined]>([
    [
      'under way',
      service([
        [2, 2, 'PRIMARY', 'IN_PROGRESS'],
        [1, 1, 'ACTIVE', 'COMPLETED'],
      ]),
      going,
      undefined,
    ],
    ['complete', service([[2, 2, 'PRIMARY', 'COMPLETED']]), { kind: 'succeeded' }, undefined],
    ['complete, a task short', service([[2, 2, 'PRIMARY', 'COMPLETED']], 1), settling, undefined],
    ['of a type without states, alone', service([[2, 2, 'PRIMARY']]), { kind: 'succeeded' }, undefined],
    [
      'of a type without states, with the old one',
      service([
        [2, 2, 'PRIMARY'],
        [1, 1, 'ACTIVE'],
      ]),
      going,
      undefined,
    ],
    [
      'failed and left so',
      service([[2, 2, 'PRIMARY', 'FAILED']]),
      { kind: 'failed', why: 'the rollout failed: tasks failed to start', undone: false },
      failed,
    ],
    [
      'failed, being rolled back',
      service([
        [3, 1, 'PRIMARY', 'IN_PROGRESS'],
        [2, 2, 'ACTIVE', 'FAILED'],
      ]),
      rollingBack,
      failed,
    ],
    [
      'failed and rolled back',
      service([
        [3, 1, 'PRIMARY', 'COMPLETED'],
        [2, 2, 'INACTIVE', 'FAILED'],
      ]),
      byEcs,
      failed,
    ],
    ['failed, rolled back, and gone from the list', service([[3, 1, 'PRIMARY', 'COMPLETED']]), byEcs, failed],
    [
      'gone, and what ran before is back',
      service([[3, 1, 'PRIMARY', 'COMPLETED']]),
      { kind: 'failed', why: 'rolled back to webapp:1', undone: true },
      undefined,
    ],
    [
      'replaced by another revision',
      service([
        [3, 7, 'PRIMARY', 'IN_PROGRESS'],
        [2, 2, 'ACTIVE', 'IN_PROGRESS'],
      ]),
      superseded(7, 3),
      undefined,
    ],
    ['replaced by another one of its revision', service([[3, 2, 'PRIMARY', 'COMPLETED']]), superseded(2, 3), undefined],
  ])('%s', (_, seen, expected, lastSeen) => {
    const ours = lastSeen ?? seen.deployments?.find(({ id }) => id === wanted.deployment)
    expect(verdictOf(wanted, { service: seen, ...(ours && { lastSeen: ours }) })).toEqual(expected)
  })
})

describe('with a service deployment, a rollout', () => {
  const ours = service([[2, 2, 'PRIMARY', 'COMPLETED']])
  const back = service([[3, 1, 'PRIMARY', 'COMPLETED']])

  test.each<[ServiceDeployment, Service, object]>([
    [{ status: 'PENDING' }, ours, going],
    [{ status: 'IN_PROGRESS' }, ours, going],
    [
      { status: 'IN_PROGRESS', lifecycleStage: 'BAKE_TIME' },
      ours,
      { kind: 'going', phase: '2 of 2 running, bake time' },
    ],
    [{ status: 'IN_PROGRESS' }, service([[3, 7, 'PRIMARY', 'IN_PROGRESS']]), superseded(7, 3)],
    [{ status: 'SUCCESSFUL' }, ours, { kind: 'succeeded' }],
    [{ status: 'SUCCESSFUL' }, service([[2, 2, 'PRIMARY', 'COMPLETED']], 1), settling],
    [{ status: 'SUCCESSFUL' }, service([[3, 7, 'PRIMARY', 'IN_PROGRESS']]), superseded(7, 3)],
    [
      { status: 'SUCCESSFUL' },
      service([[1, 1, 'PRIMARY', 'COMPLETED']]),
      { kind: 'settling', phase: 'rolled out', otherwise: superseded(1, 1) },
    ],
    [{ status: 'STOP_REQUESTED' }, ours, rollingBack],
    [{ status: 'ROLLBACK_REQUESTED' }, ours, rollingBack],
    [{ status: 'ROLLBACK_IN_PROGRESS' }, back, rollingBack],
    [
      { status: 'ROLLBACK_SUCCESSFUL', rollback: { reason: 'tasks failed to start.' } },
      back,
      { kind: 'failed', why: 'rolled back by ECS: tasks failed to start', undone: true },
    ],
    [
      { status: 'ROLLBACK_FAILED', statusReason: 'no capacity' },
      back,
      { kind: 'failed', why: 'the rollback of ECS failed: no capacity', undone: false },
    ],
    [
      { status: 'STOPPED', statusReason: 'by alice' },
      back,
      { kind: 'stopped', why: 'the rollout was stopped: by alice' },
    ],
    [{ status: 'STOPPED' }, service([[3, 7, 'PRIMARY', 'IN_PROGRESS']]), superseded(7, 3)],
    [{ status: 'STOPPED' }, service([[3, 2, 'PRIMARY', 'IN_PROGRESS']]), superseded(2, 3)],
  ])('%j', (serviceDeployment, seen, expected) => {
    expect(verdictOf(wanted, { service: seen, serviceDeployment })).toEqual(expected)
  })
})
