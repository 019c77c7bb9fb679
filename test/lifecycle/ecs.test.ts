import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type Aws, startAws } from '../stand-ins/aws/index.ts'
import { openWorld, until, type World } from './world.ts'

const definition = {
  family: 'web',
  containerDefinitions: [
    { name: 'app', image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/web:old', essential: true },
  ],
}

let aws: Aws
let world: World

beforeEach(async () => {
  aws = await startAws({ definition, service: 'web' })
  world = await openWorld({
    env: {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'AKIASTANDIN',
      AWS_SECRET_ACCESS_KEY: 'the-secret-of-the-worker',
      AWS_REGION: 'eu-west-1',
    },
    web: { provider: 'ecs', ecs: { cluster: 'main', migrate: ['rake', 'db:migrate'], timeout: '2m' } },
  })
  const sha = await world.web.commit('main')
  aws.images.push('acme/web', sha)
})

afterEach(async () => {
  await world.close()
  await aws.close()
})

/** Resolves when the newest deployment has ended on GitHub. */
async function ends(state: string): Promise<string | undefined> {
  await until(() => (world.states().length > 1 ? true : undefined), 30_000)
  expect(world.states()).toEqual(['in_progress', state])
  return world.latest()?.statuses.at(-1)?.description
}

const counted = (...names: string[]) => names.map((name) => aws.calls(name).length)

test('a line in chat becomes one migration and one rollout of the commit, and a rollback brings the revision before back', async () => {
  world.says('deploy web to production')
  await world.hears(/web\/main@\w+ to production is out/)
  expect(await ends('success')).toBe('web:2 runs')
  expect(counted('RegisterTaskDefinition', 'RunTask', 'UpdateService')).toEqual([1, 1, 1])

  const second = await world.web.commit('main')
  aws.images.push('acme/web', second)
  world.says('deploy web to production')
  await until(() => world.latest()?.statuses.at(-1)?.description === 'web:3 runs' || undefined)

  world.says('rollback web in production')
  await until(() => aws.service.primary().taskDefinition.endsWith('/web:2') || undefined)
  await until(() => world.latest()?.statuses.at(-1)?.state === 'success' || undefined)
  expect(counted('RegisterTaskDefinition', 'RunTask', 'UpdateService')).toEqual([2, 2, 3])
}, 60_000)

test('a commit without an image fails before anything is registered, and chat says what to do', async () => {
  await world.web.commit('main')
  world.says('deploy web to production')
  await world.hears(/no image acme\/web:[0-9a-f]{40} in ECR for main: push it first/)
  expect(await ends('failure')).toMatch(/^no image acme\/web:/)
  expect(counted('RegisterTaskDefinition', 'UpdateService')).toEqual([0, 0])
})

test('a rollout that the circuit breaker takes back is told as a failure', async () => {
  aws.service.course.goes = 'breaks'
  world.says('deploy web to production')
  await world.hears(/rolled back by ECS: ECS deployment circuit breaker: tasks failed to start/)
  expect(await ends('failure')).toMatch(/^rolled back by ECS/)
  expect(aws.service.primary().taskDefinition).toMatch(/web:1$/)
})

test('cancel has ECS roll back, once, and the deployment ends when that is done', async () => {
  aws.service.course.goes = 'on for ever'
  world.says('deploy web to production')
  await until(() => aws.calls('DescribeServiceDeployments').length > 0 || undefined)
  world.says(`cancel #${world.latest()?.id}`)
  expect(await ends('error')).toBe('cancelled by alice; what was there before is back')
  expect(counted('StopServiceDeployment', 'UpdateService')).toEqual([1, 1])
  expect(aws.service.primary()).toMatchObject({
    taskDefinition: expect.stringMatching(/web:1$/),
    rolloutState: 'COMPLETED',
  })
}, 60_000)

test('hosts, and tasks that ECS does not know, are refused and nothing is asked of AWS', async () => {
  world.says('deploy web to production/web1.example')
  await world.hears(/host/)
  world.says('deploy:restart web to production')
  await world.hears(/deploy:restart/)
  expect(world.web.deployments()).toEqual([])
  expect(aws.journal).toEqual([])
})
