import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Bench, definition, setUp, sha } from './set-up.ts'

let bench: Bench
beforeEach(async () => {
  bench = await setUp()
})
afterEach(() => bench.close())

const counted = (...names: string[]) => names.map((name) => bench.aws.calls(name).length)
const phases = () => bench.checkpoints.map((each) => (each as { phase: string }).phase)

/** A deployment whose worker dies when this call has been done. */
async function dieAfter(name: string, options: Parameters<Bench['deploy']>[0] = {}): Promise<void> {
  let dying = true
  bench.aws.after(name, () => {
    if (dying) bench.aws.fault(name, { kind: 'throttle' })
    if (dying) bench.stop({ kind: 'shutdown' })
    dying = false
  })
  await expect(bench.deploy(options)).rejects.toBeDefined()
}

describe('a worker that dies', () => {
  test.each([
    'DescribeServices',
    'RegisterTaskDefinition',
    'RunTask',
    'ListServiceDeployments',
    'UpdateService',
    'DescribeServiceDeployments',
  ])('after %s leaves what another one finishes, with one registration, one migration and one update', async (name) => {
    const options = { settings: { migrate: ['rake', 'db:migrate'] } }
    await dieAfter(name, options)
    expect(await bench.resume(options)).toMatchObject({
      outcome: 'succeeded',
      live: { sha, handle: { taskDefinition: expect.stringMatching(/webapp:2$/) } },
    })
    expect(counted('RegisterTaskDefinition', 'RunTask', 'UpdateService')).toEqual([1, 1, 1])
    expect(bench.aws.service.primary().id).toBe('ecs-svc/1002')
  })

  test('between each two checkpoints of it, and loses what it did since: nothing is done twice', async () => {
    const options = { settings: { migrate: ['rake', 'db:migrate'] } }
    await bench.deploy(options)
    const all = [...bench.checkpoints]
    expect(phases()).toEqual(['registering', 'registered', 'migrating', 'migrating', 'migrated', 'updating', 'rolling'])
    for (const checkpoint of all) {
      expect(await bench.resume(options, checkpoint)).toMatchObject({ outcome: 'succeeded' })
      expect(counted('RegisterTaskDefinition')).toEqual([1])
    }
    // AWS runs one task for a token, however often it is asked.
    expect(new Set(bench.aws.calls('RunTask').map(({ input }) => input['clientToken'])).size).toBe(1)
  })

  test('before its first checkpoint has begun nothing: another one begins', async () => {
    expect(await bench.resume({}, null)).toMatchObject({ outcome: 'succeeded' })
    expect(counted('RegisterTaskDefinition', 'UpdateService')).toEqual([1, 1])
  })

  /** A worker that dies before it hears that its update was taken. */
  async function dieUnheard(): Promise<void> {
    bench.aws.fault('UpdateService', { kind: 'lose answer' })
    bench.aws.after('UpdateService', () => bench.stop({ kind: 'shutdown' }))
    await expect(bench.deploy()).rejects.toBeDefined()
    expect(phases().at(-1)).toBe('updating')
  }

  test.each([
    ['native', 'rolled back by ECS: ECS deployment circuit breaker: tasks failed to start'],
    ['without service deployments', 'rolled back to webapp:1'],
  ])('and its rollout fails before anybody looks: it is not begun again (%s)', async (kind, summary) => {
    bench.aws.service.course.native = kind === 'native'
    bench.aws.service.course.goes = 'breaks'
    await dieUnheard()
    for (let look = 0; look < 9; look++) bench.aws.service.step()
    expect(await bench.resume()).toMatchObject({ outcome: 'failed', summary })
    expect(counted('UpdateService')).toEqual([1])
  })

  test('and somebody else deploys before anybody looks: that is not undone', async () => {
    await dieUnheard()
    const { arn } = bench.aws.definitions.register({ ...definition, cpu: '512' })
    bench.aws.service.update({ taskDefinition: arn })
    for (let look = 0; look < 9; look++) bench.aws.service.step()
    expect(await bench.resume()).toMatchObject({ outcome: 'superseded' })
    expect(counted('UpdateService')).toEqual([1])
  })

  test('while the rollout fails leaves a failure to the next one', async () => {
    bench.aws.service.course.goes = 'breaks'
    await dieAfter('UpdateService')
    expect(await bench.resume()).toMatchObject({
      outcome: 'failed',
      summary: expect.stringMatching(/^rolled back by ECS: ECS deployment circuit breaker/),
    })
  })
})

describe('cancel', () => {
  /** A rollout that goes on until it is told to stop. */
  async function begin(): Promise<void> {
    bench.aws.service.course.goes = 'on for ever'
    let looks = 0
    bench.whileWaiting(() => {
      if (++looks === 3) bench.stop()
    })
    await expect(bench.deploy()).rejects.toBeDefined()
  }

  test('in the middle of a rollout has ECS roll back, once, and waits for it', async () => {
    await begin()
    expect(await bench.cancel()).toBe('rolled-back')
    expect(bench.aws.calls('StopServiceDeployment').map(({ input }) => input)).toEqual([
      { serviceDeploymentArn: expect.stringMatching(/service-deployment\/main\/webapp\/1002$/), stopType: 'ROLLBACK' },
    ])
    expect(counted('UpdateService')).toEqual([1])
    expect(bench.aws.service.primary()).toMatchObject({
      taskDefinition: expect.stringMatching(/webapp:1$/),
      rolloutState: 'COMPLETED',
    })
  })

  test('whose answer is lost asks once', async () => {
    await begin()
    bench.aws.fault('StopServiceDeployment', { kind: 'lose answer' })
    expect(await bench.cancel()).toBe('rolled-back')
    expect(counted('StopServiceDeployment')).toEqual([1])
  })

  test('that never arrived is asked again', async () => {
    await begin()
    bench.aws.fault('StopServiceDeployment', { kind: 'lose call' })
    expect(await bench.cancel()).toBe('rolled-back')
    expect(counted('StopServiceDeployment')).toEqual([2])
  })

  test('by a second worker, after the first one died in it, asks no second time', async () => {
    await begin()
    bench.aws.after('StopServiceDeployment', () => bench.stop({ kind: 'shutdown' }))
    await expect(bench.cancel()).rejects.toBeDefined()
    expect(await bench.cancel()).toBe('rolled-back')
    expect(counted('StopServiceDeployment')).toEqual([1])
  })

  test('that its own worker did not live to see done is told as that by the next one', async () => {
    await begin()
    bench.aws.after('StopServiceDeployment', () => bench.stop({ kind: 'shutdown' }))
    await expect(bench.cancel()).rejects.toBeDefined()
    expect(await bench.resume()).toMatchObject({
      outcome: 'cancelled',
      summary: 'stopped; what was there before is back',
    })
  })

  test('after the end is too late and changes nothing', async () => {
    await bench.deploy()
    expect(await bench.cancel()).toBe('too-late')
    expect(counted('StopServiceDeployment', 'UpdateService')).toEqual([0, 1])
    expect(await bench.resume()).toMatchObject({ outcome: 'succeeded' })
  })

  test('that crosses the end of the rollout is too late', async () => {
    await begin()
    bench.aws.fault('StopServiceDeployment', { kind: 'refuse', code: 'ConflictException' })
    expect(await bench.cancel()).toBe('too-late')
  })

  test('after ECS gave up by itself is too late; the deployment has failed', async () => {
    bench.aws.service.course.goes = 'breaks'
    await bench.deploy()
    expect(await bench.cancel()).toBe('too-late')
    expect(await bench.resume()).toMatchObject({ outcome: 'failed' })
    expect(counted('StopServiceDeployment')).toEqual([0])
  })

  test('where ECS has no service deployments goes back to what ran before', async () => {
    bench.aws.service.course.native = false
    await begin()
    bench.aws.after('UpdateService', () => void (bench.aws.service.course.goes = 'well'))
    expect(await bench.cancel()).toBe('rolled-back')
    expect(bench.aws.calls('UpdateService').map(({ input }) => input['taskDefinition'])).toEqual([
      expect.stringMatching(/webapp:2$/),
      expect.stringMatching(/webapp:1$/),
    ])
    expect(bench.aws.service.primary().rolloutState).toBe('COMPLETED')
  })

  test('of an update whose answer nobody heard stops the rollout that it began', async () => {
    bench.aws.service.course.goes = 'on for ever'
    bench.aws.fault('UpdateService', { kind: 'lose answer' })
    bench.aws.after('UpdateService', () => bench.stop())
    await expect(bench.deploy()).rejects.toBeDefined()
    expect(phases().at(-1)).toBe('updating')
    expect(await bench.cancel()).toBe('rolled-back')
    expect(counted('UpdateService', 'StopServiceDeployment')).toEqual([1, 1])
  })

  test('before the update has nothing to undo', async () => {
    bench.aws.after('RegisterTaskDefinition', () => bench.stop())
    await expect(bench.deploy()).rejects.toBeDefined()
    expect(await bench.cancel()).toBe('stopped')
    expect(counted('UpdateService', 'StopServiceDeployment')).toEqual([0, 0])
  })

  test('in the middle of a migration stops it, and the service is not updated', async () => {
    bench.aws.tasks.course.looks = 1_000
    let looks = 0
    bench.whileWaiting(() => {
      if (++looks === 3) bench.stop()
    })
    const options = { settings: { migrate: ['rake', 'db:migrate'] } }
    await expect(bench.deploy(options)).rejects.toBeDefined()
    expect(await bench.cancel(options)).toBe('stopped')
    expect(counted('RunTask', 'StopTask', 'UpdateService')).toEqual([1, 1, 0])
  })
})

describe('a rollback', () => {
  test('brings the recorded revision back and registers nothing', async () => {
    const { before } = await bench.deploy()
    const wanted = before?.handle?.['taskDefinition'] ?? ''
    const result = await bench.rollback(wanted, { settings: { migrate: ['rake', 'db:migrate'] } })
    expect(result).toMatchObject({
      outcome: 'succeeded',
      summary: 'webapp:1 runs',
      live: { sha, handle: { taskDefinition: wanted } },
      before: { sha, handle: { taskDefinition: expect.stringMatching(/webapp:2$/) } },
    })
    expect(counted('RegisterTaskDefinition', 'RunTask')).toEqual([1, 0])
    expect(bench.aws.calls('UpdateService').at(-1)?.input).toEqual({
      cluster: 'main',
      service: 'webapp',
      taskDefinition: wanted,
    })
  })

  test('to the recorded one, not to the one below it', async () => {
    const first = await bench.deploy()
    for (const [index, letter] of ['a', 'b'].entries()) {
      bench.aws.images.push('acme/webapp', letter.repeat(40))
      await bench.deploy({ job: { id: 50 + index, sha: letter.repeat(40) } })
    }
    const result = await bench.rollback(first.live?.handle?.['taskDefinition'] ?? '')
    expect(result).toMatchObject({ summary: 'webapp:2 runs' })
  })

  test('to a revision that was deregistered says what to do instead', async () => {
    const { live } = await bench.deploy()
    const wanted = live?.handle?.['taskDefinition'] ?? ''
    bench.aws.images.push('acme/webapp', 'a'.repeat(40))
    await bench.deploy({ job: { id: 43, sha: 'a'.repeat(40) } })
    bench.aws.definitions.deregister(wanted)
    expect(await bench.rollback(wanted)).toEqual({
      outcome: 'failed',
      summary: 'webapp:2 was deregistered and cannot be brought back: deploy its commit instead',
    })
  })

  test('whose worker dies is finished by another one, with one update', async () => {
    const { before } = await bench.deploy()
    const wanted = before?.handle?.['taskDefinition'] ?? ''
    bench.aws.after('UpdateService', () => bench.stop({ kind: 'shutdown' }))
    await expect(bench.rollback(wanted)).rejects.toBeDefined()
    const previous = { sha, handle: { taskDefinition: wanted } }
    expect(await bench.resume({ job: { task: 'rollback', previous } })).toMatchObject({ summary: 'webapp:1 runs' })
    expect(counted('UpdateService')).toEqual([2])
  })
})
