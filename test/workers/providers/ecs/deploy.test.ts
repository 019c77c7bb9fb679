import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { digestOf } from '../../../stand-ins/aws/images.ts'
import { type Bench, definition, registry, setUp, sha } from './set-up.ts'

const image = `${registry}/acme/webapp@${digestOf(`acme/webapp:${sha}`)}`
const revision = (number: number) => `arn:aws:ecs:eu-west-1:123456789012:task-definition/webapp:${number}`

let bench: Bench
beforeEach(async () => {
  bench = await setUp()
})
afterEach(() => bench.close())

const counted = (...names: string[]) => names.map((name) => bench.aws.calls(name).length)

describe('a deployment', () => {
  test('registers the image by digest in what the service runs, updates once, and succeeds when the rollout has', async () => {
    const result = await bench.deploy()
    expect(result).toEqual({
      outcome: 'succeeded',
      summary: 'webapp:2 runs',
      live: { sha, handle: { taskDefinition: revision(2), image } },
      before: { handle: { taskDefinition: revision(1), image: `${registry}/acme/webapp:old` } },
    })
    expect(counted('RegisterTaskDefinition', 'UpdateService')).toEqual([1, 1])
    expect(bench.aws.calls('UpdateService')[0]?.input).toEqual({
      cluster: 'main',
      service: 'webapp',
      taskDefinition: revision(2),
    })
    expect(bench.aws.service.primary()).toMatchObject({ taskDefinition: revision(2), rolloutState: 'COMPLETED' })
  })

  test('changes the image of the named container and adds two tags; everything else is as it was', async () => {
    await bench.deploy()
    const [web, proxy] = definition.containerDefinitions
    expect(bench.aws.calls('RegisterTaskDefinition')[0]?.input).toEqual({
      ...definition,
      containerDefinitions: [{ ...web, image }, proxy],
      tags: [...definition.tags, { key: 'slipway:deployment', value: '42' }, { key: 'slipway:sha', value: sha }],
    })
  })

  test('is told step by step, with the page of the rollout', async () => {
    await bench.deploy()
    expect(bench.progress).toEqual([
      expect.stringMatching(/^1 of 2 running https:\/\/eu-west-1\.console\.aws\.amazon\.com\/.*webapp/),
      expect.stringMatching(/^2 of 2 running/),
      expect.stringMatching(/^ecs-svc\/1002 is complete/),
    ])
    expect(bench.log()).toContain('has reached a steady state')
  })

  test('puts the secrets of the task definition nowhere', async () => {
    bench.aws.service.course.goes = 'breaks'
    dieSaying('cannot connect with hunter2-of-the-database')
    const result = await bench.deploy()
    const everything = JSON.stringify([result, bench.log(), bench.checkpoints, bench.progress])
    expect(everything).toContain('cannot connect with [redacted]')
    expect(everything).not.toContain('hunter2')
    expect(everything).not.toContain('the-secret-of-the-worker')
  })

  test('of a commit that was registered before uses that revision again', async () => {
    await bench.deploy()
    const other = 'f'.repeat(40)
    bench.aws.images.push('acme/webapp', other)
    await bench.deploy({ job: { id: 43, sha: other } })
    const result = await bench.deploy({ job: { id: 44 } })
    expect(result.live?.handle).toMatchObject({ taskDefinition: revision(2) })
    expect(counted('RegisterTaskDefinition', 'UpdateService')).toEqual([2, 3])
  })

  test('does not use a revision of the commit again once the service has other settings', async () => {
    await bench.deploy()
    const [web, proxy] = definition.containerDefinitions
    const changed = { ...web, name: 'web', image, environment: [{ name: 'LEVEL', value: '3' }] }
    const { arn } = bench.aws.definitions.register({
      ...definition,
      containerDefinitions: [changed, { ...proxy, name: 'proxy', image: 'x:1' }],
    })
    bench.aws.service.update({ taskDefinition: arn })
    bench.aws.images.push('acme/webapp', 'f'.repeat(40))
    await bench.deploy({ job: { id: 43, sha: 'f'.repeat(40) } })
    const result = await bench.deploy({ job: { id: 44 } })
    // Revision 3 itself is the commit's image with the new setting.
    expect(result.live?.handle).toMatchObject({ taskDefinition: revision(3) })
  })

  test('of the commit that runs starts its tasks anew', async () => {
    await bench.deploy()
    const result = await bench.deploy({ job: { id: 43 } })
    expect(result).toMatchObject({ outcome: 'succeeded', live: { handle: { taskDefinition: revision(2) } } })
    expect(counted('RegisterTaskDefinition', 'UpdateService')).toEqual([1, 2])
    expect(bench.aws.calls('UpdateService')[1]?.input).toMatchObject({ forceNewDeployment: true })
  })

  test('asks for the strategy that is set, on top of what the service has', async () => {
    await bench.deploy({ settings: { strategy: { type: 'canary', percent: 5, step: '3m', bake: '10m' } } })
    expect(bench.aws.calls('UpdateService')[0]?.input['deploymentConfiguration']).toEqual({
      deploymentCircuitBreaker: { enable: true, rollback: true },
      minimumHealthyPercent: 100,
      strategy: 'CANARY',
      bakeTimeInMinutes: 10,
      canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 3 },
    })
  })
})

describe('the image', () => {
  test('missing: the deployment fails before anything is registered', async () => {
    const sentence = 'no image acme/webapp:f{40} in ECR for main: push it first, or set "image_wait"'
    const job = { sha: 'f'.repeat(40) }
    expect(await bench.preflight({ job })).toEqual([
      { level: 'error', text: sentence.replace('f{40}', 'f'.repeat(40)) },
    ])
    expect(await bench.deploy({ job })).toMatchObject({ outcome: 'failed' })
    expect(counted('RegisterTaskDefinition', 'UpdateService')).toEqual([0, 0])
    expect(bench.checkpoints).toEqual([])
  })

  test('late: the deployment waits for it', async () => {
    const late = 'e'.repeat(40)
    bench.aws.images.push('acme/webapp', late, { afterLooks: 3 })
    const run = { job: { sha: late }, settings: { image_wait: '1m' } }
    expect(await bench.preflight(run)).toEqual([])
    expect(counted('DescribeImages')).toEqual([4])
    expect(await bench.deploy(run)).toMatchObject({ outcome: 'succeeded' })
    expect(bench.log()).toContain('is not in ECR yet; waiting up to 1m for it')
  })

  test('later than image_wait: the deployment fails when the time is up', async () => {
    const begun = bench.now()
    expect(await bench.deploy({ job: { sha: 'e'.repeat(40) }, settings: { image_wait: '90s' } })).toMatchObject({
      outcome: 'failed',
      summary: expect.stringMatching(/waited 90s$/),
    })
    expect(bench.elapsed(begun)).toBe(90_000)
  })

  test.each([
    [{ repository: 'acme/other' }, `${registry}/acme/other@${digestOf(`acme/other:${sha}`)}`],
    [{ repository: 'public.example/acme/other' }, `public.example/acme/other@${digestOf(`acme/other:${sha}`)}`],
    [{ repository: 'acme/other', tag: 'v-{sha7}' }, `${registry}/acme/other@${digestOf('acme/other:v-0123456')}`],
  ])('is looked for as %j says', async (settings, expected) => {
    bench.aws.images.push('acme/other', sha)
    bench.aws.images.push('acme/other', 'v-0123456')
    const result = await bench.deploy({ settings })
    expect(result.live?.handle?.['image']).toBe(expected)
  })
})

test('an image of ECR takes the place of one from elsewhere, in the registry that ECR names', async () => {
  const [web, proxy] = definition.containerDefinitions
  const elsewhere = { ...web, name: 'web', image: 'ghcr.io/acme/webapp:1' }
  const { arn } = bench.aws.definitions.register({
    ...definition,
    containerDefinitions: [elsewhere, { ...proxy, name: 'proxy', image: 'envoy:1.30' }],
  })
  bench.aws.service.update({ taskDefinition: arn })
  const result = await bench.deploy({ settings: { repository: 'acme/webapp' } })
  expect(result.live?.handle?.['image']).toBe(image)
})

describe('what is not there is named:', () => {
  test.each([
    [{ cluster: 'elsewhere' }, 'cluster elsewhere does not exist in eu-west-1'],
    [{ service: 'websapp' }, 'service websapp does not exist in cluster main'],
    [{ container: 'wep' }, 'webapp:1 has no container wep, only web, proxy'],
    [{ container: undefined }, 'webapp:1 has several containers: say which with "container": web, proxy'],
    [{ repository: 'acme/nothing' }, 'ECR has no repository acme/nothing: create it, or correct "repository"'],
    [{ account: '999999999999' }, 'these credentials belong to account 123456789012, and it has to be 999999999999'],
  ])('%j: %s', async (settings, text) => {
    expect(await bench.preflight({ settings })).toEqual([{ level: 'error', text }])
    expect(await bench.deploy({ settings })).toEqual({ outcome: 'failed', summary: text })
    expect(counted('RegisterTaskDefinition', 'UpdateService')).toEqual([0, 0])
  })

  test('credentials and region', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) bench.variables.delete(name)
    expect(await bench.preflight({ settings: { region: undefined } })).toEqual([
      { level: 'error', text: 'no AWS region is known: set "region" in apps.json, or AWS_REGION for the worker' },
    ])
  })

  test('a rollback needs no image by its tag: the revision has it', async () => {
    expect(await bench.preflight({ job: { task: 'rollback', sha: 'e'.repeat(40) } })).toEqual([])
    expect(counted('DescribeImages')).toEqual([0])
  })
})

describe('a rollout that fails', () => {
  test.each(['native', 'without service deployments'])(
    'and is rolled back by the circuit breaker is a failure, though the service is stable (%s)',
    async (kind) => {
      bench.aws.service.course.native = kind === 'native'
      bench.aws.service.course.goes = 'breaks'
      dieSaying('no such table: users')
      const result = await bench.deploy()
      expect(result).toMatchObject({
        outcome: 'failed',
        summary:
          'rolled back by ECS: ECS deployment circuit breaker: tasks failed to start; web exited with 1: Essential container in task exited',
      })
      expect(bench.aws.service.primary()).toMatchObject({ taskDefinition: revision(1), rolloutState: 'COMPLETED' })
      expect(bench.log()).toMatch(
        /task task\d stopped: EssentialContainerExited: Essential container in task exited; web exited with 1/,
      )
      expect(bench.log()).toContain('web: no such table: users')
      expect(bench.log()).toContain('rolling back to the last completed deployment')
      expect(counted('UpdateService')).toEqual([1])
    },
  )

  test.each(['native', 'without service deployments'])('and is not rolled back is a failure too (%s)', async (kind) => {
    bench.aws.service.course.native = kind === 'native'
    bench.aws.service.course.goes = 'breaks for good'
    expect(await bench.deploy()).toMatchObject({
      outcome: 'failed',
      summary: expect.stringContaining('ECS deployment circuit breaker: tasks failed to start'),
    })
  })

  test.each(['native', 'without service deployments'])(
    'because somebody deployed something else is told as superseded (%s)',
    async (kind) => {
      bench.aws.service.course.native = kind === 'native'
      bench.aws.service.course.goes = 'on for ever'
      const { arn } = bench.aws.definitions.register({ ...definition, cpu: '512' })
      bench.aws.after('UpdateService', () =>
        bench.whileWaiting(() => {
          bench.aws.service.update({ taskDefinition: arn })
          bench.whileWaiting(() => {})
        }),
      )
      expect(await bench.deploy()).toMatchObject({
        outcome: 'superseded',
        summary: expect.stringMatching(
          /^superseded by a rollout of webapp:2 \(ecs-svc\/1003\), begun by somebody else$/,
        ),
      })
    },
  )

  test('without an end is left to the time limit that is set', async () => {
    const { ecs } = await import('../../../../workers/providers/ecs/index.ts')
    expect(ecs.timeoutMs?.(ecs.settings.parse({ cluster: 'main', timeout: '20m' }))).toBe(1_200_000)
    expect(ecs.timeoutMs?.(ecs.settings.parse({ cluster: 'main' }))).toBe(1_800_000)
  })
})

/** Each task that a failing rollout loses writes this before it dies. */
function dieSaying(line: string): void {
  let dead = 0
  bench.aws.service.onDeath((startedBy, taskDefinitionArn) => {
    bench.aws.tasks.add({
      startedBy,
      taskDefinitionArn,
      group: 'service:webapp',
      container: 'web',
      looks: 0,
      exitCode: 1,
    })
    bench.aws.logs.write('/ecs/webapp', `app/web/task${++dead}`, 'starting', line)
  })
}
