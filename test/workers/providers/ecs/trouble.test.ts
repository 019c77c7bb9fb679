import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Bench, definition, setUp } from './set-up.ts'

let bench: Bench
beforeEach(async () => {
  bench = await setUp()
})
afterEach(() => bench.close())

const counted = (...names: string[]) => names.map((name) => bench.aws.calls(name).length)
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one)

describe('an answer that is lost', () => {
  test('of a registration that was done: the revision is found, and registered once', async () => {
    bench.aws.fault('RegisterTaskDefinition', { kind: 'lose answer' })
    expect(await bench.deploy()).toMatchObject({ outcome: 'succeeded', summary: 'webapp:2 runs' })
    expect(counted('RegisterTaskDefinition', 'UpdateService')).toEqual([1, 1])
    expect(bench.aws.definitions.all()).toHaveLength(2)
  })

  test('of a registration, where revisions may not be listed: the newest one is looked at', async () => {
    bench.aws.fault('ListTaskDefinitions', ...times(9, { kind: 'refuse', code: 'AccessDeniedException' } as const))
    bench.aws.fault('RegisterTaskDefinition', { kind: 'lose answer' })
    expect(await bench.deploy()).toMatchObject({ outcome: 'succeeded', summary: 'webapp:2 runs' })
    expect(counted('RegisterTaskDefinition')).toEqual([1])
  })

  test('of an update that was done: the rollout is found, and there is one', async () => {
    bench.aws.fault('UpdateService', { kind: 'lose answer' })
    expect(await bench.deploy()).toMatchObject({ outcome: 'succeeded' })
    expect(counted('UpdateService')).toEqual([1])
    expect(bench.aws.service.primary().id).toBe('ecs-svc/1002')
  })

  test('of an update that starts the same revision anew: it is not started anew twice', async () => {
    await bench.deploy()
    bench.aws.fault('UpdateService', { kind: 'lose answer' })
    expect(await bench.deploy({ job: { id: 43 } })).toMatchObject({ outcome: 'succeeded' })
    expect(counted('UpdateService')).toEqual([2])
    expect(bench.aws.service.primary().id).toBe('ecs-svc/1003')
  })

  test.each(['RegisterTaskDefinition', 'UpdateService', 'RunTask'])(
    'of a %s that never arrived: it is sent again',
    async (name) => {
      bench.aws.fault(name, { kind: 'lose call' })
      expect(await bench.deploy({ settings: { migrate: ['rake', 'db:migrate'] } })).toMatchObject({
        outcome: 'succeeded',
      })
      expect(counted(name)).toEqual([2])
    },
  )

  test('of an update, again and again: it ends, and says so', async () => {
    bench.aws.fault('UpdateService', ...times(9, { kind: 'lose call' } as const))
    expect(await bench.deploy()).toMatchObject({
      outcome: 'failed',
      summary: 'AWS did not answer UpdateService in 4 attempts, and no rollout began',
    })
  })

  test('of looks at the rollout: it is looked at again', async () => {
    bench.aws.after('UpdateService', () =>
      bench.aws.fault(
        'DescribeServices',
        { kind: 'lose answer' },
        { kind: 'refuse', code: 'ServerException', status: 500 },
      ),
    )
    expect(await bench.deploy()).toMatchObject({ outcome: 'succeeded' })
  })
})

describe('throttling', () => {
  test('of ten looks in a row is waited out, with longer and longer pauses', async () => {
    bench.aws.after('UpdateService', () =>
      bench.aws.fault('DescribeServices', ...times(10, { kind: 'throttle' } as const)),
    )
    const begun = bench.now()
    expect(await bench.deploy()).toMatchObject({ outcome: 'succeeded' })
    expect(bench.elapsed(begun)).toBeGreaterThan(20_000)
    expect(bench.elapsed(begun)).toBeLessThan(60_000)
    expect(
      bench.log().match(/AWS throttles DescribeServices: ThrottlingException: Rate exceeded; asking again/g),
    ).toHaveLength(1)
  })

  test.each([
    'DescribeServices',
    'DescribeTaskDefinition',
    'DescribeImages',
    'ListTaskDefinitions',
    'RegisterTaskDefinition',
    'UpdateService',
    'ListServiceDeployments',
    'DescribeServiceDeployments',
  ])('of %s ten times in a row ends nothing and repeats nothing', async (name) => {
    bench.aws.fault(name, ...times(10, { kind: 'throttle' } as const))
    expect(await bench.deploy()).toMatchObject({ outcome: 'succeeded' })
    expect(bench.aws.definitions.all()).toHaveLength(2)
    expect(bench.aws.service.primary().id).toBe('ecs-svc/1002')
  })

  test('without an end before anything began is told', async () => {
    bench.aws.fault('DescribeServices', ...times(999, { kind: 'throttle' } as const))
    expect(await bench.preflight()).toEqual([
      {
        level: 'error',
        text: expect.stringMatching(
          /^AWS throttles DescribeServices: ThrottlingException: Rate exceeded; gave up after \d+ attempts$/,
        ),
      },
    ])
  })
})

describe('a refusal', () => {
  test('to look at the rollout is not told as a failure of it', async () => {
    bench.aws.after('UpdateService', () =>
      bench.aws.fault('DescribeServices', { kind: 'refuse', code: 'AccessDeniedException', message: 'not yours' }),
    )
    expect(await bench.deploy()).toMatchObject({
      outcome: 'unknown',
      summary:
        'the rollout goes on, but cannot be watched: AWS refused DescribeServices: AccessDeniedException: not yours',
    })
  })

  test.each([
    ['ListServiceDeployments', 'UnknownOperationException', 400],
    ['ListServiceDeployments', 'UnsupportedFeatureException', 400],
    ['ListServiceDeployments', 'NotImplemented', 501],
    ['DescribeServiceDeployments', 'AccessDeniedException', 400],
    ['ListTaskDefinitions', 'AccessDeniedException', 400],
  ])('of %s (%s) is done without', async (name, code, status) => {
    bench.aws.fault(name, ...times(99, { kind: 'refuse', code, status } as const))
    expect(await bench.deploy()).toMatchObject({ outcome: 'succeeded' })
    expect(counted('RegisterTaskDefinition', 'UpdateService')).toEqual([1, 1])
  })

  test('to register is told in the words of AWS', async () => {
    bench.aws.fault('RegisterTaskDefinition', {
      kind: 'refuse',
      code: 'ClientException',
      message: 'No Fargate configuration exists',
    })
    expect(await bench.deploy()).toEqual({
      outcome: 'failed',
      summary: 'AWS refused RegisterTaskDefinition: ClientException: No Fargate configuration exists',
    })
    expect(counted('UpdateService')).toEqual([0])
  })
})

describe('a role', () => {
  const settings = { role_arn: 'arn:aws:iam::123456789012:role/deployer', external_id: { env: 'EXTERNAL' } }
  beforeEach(() => void bench.variables.set('EXTERNAL', 'our-external-id'))

  test('is assumed once, and every call is signed with its session in the region of the settings', async () => {
    expect(await bench.deploy({ settings: { ...settings, region: 'eu-north-1' } })).toMatchObject({
      outcome: 'succeeded',
    })
    const [assumed, ...others] = bench.aws.journal.filter(({ name }) => name !== 'DescribeImages')
    expect(assumed).toMatchObject({
      name: 'AssumeRole',
      signedBy: 'AKIASTANDIN',
      input: { RoleArn: settings.role_arn, ExternalId: 'our-external-id', RoleSessionName: 'slipway-webapp-42' },
    })
    expect(bench.aws.calls('AssumeRole')).toHaveLength(1)
    for (const call of others)
      expect(call).toMatchObject({ signedBy: 'ASIASTANDIN1', sessionToken: 'token-of-session-1', region: 'eu-north-1' })
    // The registry says itself in which region it is.
    expect(bench.aws.calls('DescribeImages')[0]).toMatchObject({ signedBy: 'ASIASTANDIN1', region: 'eu-west-1' })
  })

  test('whose session ends in the middle of a rollout is assumed again', async () => {
    bench.aws.after('UpdateService', () => bench.aws.sessions.end())
    expect(await bench.deploy({ settings })).toMatchObject({ outcome: 'succeeded' })
    expect(counted('AssumeRole', 'UpdateService')).toEqual([2, 1])
  })

  test('whose sessions are short is assumed anew before they expire', async () => {
    bench.aws.sessions.last(1_000)
    expect(await bench.deploy({ settings })).toMatchObject({ outcome: 'succeeded' })
    expect(counted('AssumeRole')[0]).toBeGreaterThan(1)
  })

  test('that may not be assumed is named', async () => {
    bench.aws.fault('AssumeRole', {
      kind: 'refuse',
      code: 'AccessDenied',
      message: 'not authorized to perform: sts:AssumeRole',
      status: 403,
    })
    expect(await bench.preflight({ settings })).toEqual([
      { level: 'error', text: expect.stringContaining('not authorized to perform: sts:AssumeRole') },
    ])
  })

  test('leaves no trace of its session in anything that is told', async () => {
    bench.aws.fault('RegisterTaskDefinition', {
      kind: 'refuse',
      code: 'InvalidSignatureException',
      message: 'The canonical string should have been x-amz-security-token:token-of-session-1',
    })
    const result = await bench.deploy({ settings })
    expect(result.summary).toContain('x-amz-security-token:[redacted]')
    expect(JSON.stringify([bench.log(), bench.checkpoints])).not.toContain('token-of-session')
  })

  test('is not needed where the account is checked with the own credentials', async () => {
    expect(await bench.deploy({ settings: { account: '123456789012' } })).toMatchObject({ outcome: 'succeeded' })
    expect(bench.aws.journal.every(({ signedBy }) => signedBy === 'AKIASTANDIN')).toBe(true)
  })
})

test('another rollout under way is mentioned, and gives way', async () => {
  bench.aws.service.course.looks = 20
  const { arn } = bench.aws.definitions.register({ ...definition, cpu: '512' })
  bench.aws.service.update({ taskDefinition: arn })
  bench.aws.after('UpdateService', () => void (bench.aws.service.course.looks = 2))
  expect(await bench.deploy()).toMatchObject({ outcome: 'succeeded', before: { handle: { taskDefinition: arn } } })
  expect(bench.log()).toContain('a rollout of webapp:2 is under way and gives way to this one')
})
