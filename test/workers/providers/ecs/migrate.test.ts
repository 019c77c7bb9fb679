import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { ecs } from '../../../../workers/providers/ecs/index.ts'
import { type Bench, setUp } from './set-up.ts'

const settings = { migrate: ['rake', 'db:migrate'] }
let bench: Bench
beforeEach(async () => {
  bench = await setUp()
})
afterEach(() => bench.close())

const counted = (...names: string[]) => names.map((name) => bench.aws.calls(name).length)

test('a migration runs once, in the new revision, on the network of the service, before the update', async () => {
  bench.aws.after('RunTask', () => bench.aws.logs.write('/ecs/webapp', 'app/web/task1', 'migrating users', 'done'))
  expect(await bench.deploy({ settings })).toMatchObject({ outcome: 'succeeded' })
  expect(bench.aws.calls('RunTask').map(({ input }) => input)).toEqual([
    {
      cluster: 'main',
      taskDefinition: expect.stringMatching(/webapp:2$/),
      count: 1,
      overrides: { containerOverrides: [{ name: 'web', command: ['rake', 'db:migrate'] }] },
      startedBy: expect.stringMatching(/^slipway\/42-[0-9a-f]{12}$/),
      clientToken: expect.stringMatching(/^[\w-]{1,64}$/),
      launchType: 'FARGATE',
      platformVersion: 'LATEST',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } },
    },
  ])
  const order = bench.aws.journal.map(({ name }) => name)
  expect(order.indexOf('RunTask')).toBeLessThan(order.indexOf('UpdateService'))
  expect(bench.log()).toMatch(/web: migrating users\nweb: done\n.*the migration ended well/s)
  expect(bench.log().match(/migrating users/g)).toHaveLength(1)
})

test('a migration that ends with 7 stops the deployment before the update', async () => {
  bench.aws.tasks.course.exitCode = 7
  bench.aws.after('RunTask', () => bench.aws.logs.write('/ecs/webapp', 'app/web/task1', 'column exists already'))
  expect(await bench.deploy({ settings })).toEqual({
    outcome: 'failed',
    summary: 'the migration ended with 7; the service was not updated',
  })
  expect(counted('RunTask', 'UpdateService')).toEqual([1, 0])
  expect(bench.log()).toContain('web: column exists already')
})

test('a migration whose container never started has failed, though no exit code says so', async () => {
  bench.aws.tasks.course.exitCode = undefined
  expect(await bench.deploy({ settings })).toMatchObject({
    outcome: 'failed',
    summary: 'the migration did not start: Essential container in task exited; the service was not updated',
  })
  expect(counted('UpdateService')).toEqual([0])
})

test('a migration that AWS answers with 200 and does not run has failed', async () => {
  bench.aws.tasks.course.refusedFor = 'RESOURCE:MEMORY'
  expect(await bench.deploy({ settings })).toMatchObject({
    outcome: 'failed',
    summary: 'the migration could not be started: RESOURCE:MEMORY; the service was not updated',
  })
  expect(counted('UpdateService')).toEqual([0])
})

test('a migration whose answer is lost is not started again', async () => {
  bench.aws.fault('RunTask', { kind: 'lose answer' })
  expect(await bench.deploy({ settings })).toMatchObject({ outcome: 'succeeded' })
  expect(counted('RunTask', 'UpdateService')).toEqual([1, 1])
})

test('deploy:migrations is refused where nothing says how to migrate, and deploy:anything always', () => {
  const asked = { hosts: [], task: 'deploy:migrations' }
  expect(ecs.refuses?.(asked, ecs.settings.parse({ cluster: 'main' }))).toMatch(/^there is no migration to run/)
  expect(ecs.refuses?.(asked, ecs.settings.parse({ cluster: 'main', ...settings }))).toBeUndefined()
  expect(ecs.can.tasks.test('deploy:migrations')).toBe(true)
  expect(ecs.can.tasks.test('deploy:anything')).toBe(false)
  expect(ecs.can.hosts).toBe(false)
})
