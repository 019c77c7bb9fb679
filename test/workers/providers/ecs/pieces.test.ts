import { describe, expect, test } from '@jest/globals'
import { explain } from '../../../../workers/providers/ecs/aws/explain.ts'
import { sessionName } from '../../../../workers/providers/ecs/aws/credentials.ts'
import { troubleOf } from '../../../../workers/providers/ecs/aws/trouble.ts'
import { consoleUrl } from '../../../../workers/providers/ecs/console-url.ts'
import { storyOf } from '../../../../workers/providers/ecs/dead-tasks.ts'
import { ecrOf, readImageName } from '../../../../workers/providers/ecs/image-name.ts'
import { isSame, nextDefinition } from '../../../../workers/providers/ecs/next-definition.ts'
import { streamOf } from '../../../../workers/providers/ecs/task-logs.ts'

describe('an error of the SDK', () => {
  const made = (own: object, message = '') => Object.assign(new Error(message), own)

  test.each([
    ['throttled', made({ name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } })],
    ['throttled', made({ name: 'TooManyRequestsException' })],
    ['throttled', made({ name: 'Odd', $metadata: { httpStatusCode: 429 } })],
    ['unreached', made({ code: 'ECONNREFUSED' })],
    [
      'unreached',
      made({ name: 'InvalidSignatureException', $metadata: { httpStatusCode: 403, clockSkewCorrected: true } }),
    ],
    ['expired', made({ name: 'ExpiredTokenException', $metadata: { httpStatusCode: 400 } })],
    ['expired', made({ name: 'ExpiredToken', $metadata: { httpStatusCode: 403 } })],
    ['lost', made({ code: 'ECONNRESET' })],
    ['lost', made({ name: 'TimeoutError' })],
    ['lost', made({}, 'socket hang up')],
    ['lost', made({}, 'AWS SDK error wrapper for TimeoutError: socket hang up')],
    ['lost', made({ name: 'ServerException', $metadata: { httpStatusCode: 500 } })],
    ['lost', made({ name: 'SyntaxError', $response: { headers: {} }, $metadata: { httpStatusCode: 200 } })],
    ['refused', made({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } })],
    ['refused', made({ name: 'ClientException', $metadata: { httpStatusCode: 400 } }, 'ECONNRESET is what you typed')],
    ['refused', made({ name: 'LimitExceededException', $metadata: { httpStatusCode: 400 } })],
    ['refused', made({ name: 'CredentialsProviderError' })],
    ['refused', 'a word'],
  ])('is %s: %p', (kind, error) => {
    expect(troubleOf(error).kind).toBe(kind)
  })

  test('says how long to wait where AWS says it', () => {
    const error = made({ name: 'ThrottlingException', $response: { headers: { 'retry-after': '7' } } })
    expect(troubleOf(error)).toMatchObject({ retryAfterMs: 7_000 })
  })

  test('is told in one line', () => {
    const error = made({ name: 'ClientException' }, 'No such thing.\nat somewhere')
    expect(explain('UpdateService', troubleOf(error))).toBe(
      'AWS refused UpdateService: ClientException: No such thing.',
    )
    expect(explain('UpdateService', troubleOf(made({ name: 'CredentialsProviderError' })))).toMatch(
      /^the worker has no AWS credentials: set AWS_ACCESS_KEY_ID/,
    )
  })
})

test.each([
  ['acme/web', { repository: 'acme/web' }],
  ['web:1', { repository: 'web', tag: '1' }],
  ['localhost/web', { registry: 'localhost', repository: 'web' }],
  ['localhost:5000/web:1', { registry: 'localhost:5000', repository: 'web', tag: '1' }],
  [
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/web:1@sha256:ab',
    { registry: '123456789012.dkr.ecr.eu-west-1.amazonaws.com', repository: 'acme/web', tag: '1', digest: 'sha256:ab' },
  ],
])('the image %s has these parts', (text, parts) => {
  expect(readImageName(text)).toEqual(parts)
})

test.each([
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', { account: '123456789012', region: 'eu-west-1' }],
  ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com', { account: '123456789012', region: 'us-gov-west-1' }],
  ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', { account: '123456789012', region: 'cn-north-1' }],
  ['123456789012.dkr-ecr.eu-west-1.on.aws', { account: '123456789012', region: 'eu-west-1' }],
  ['public.ecr.aws', undefined],
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example', undefined],
  [undefined, undefined],
])('the registry %s is %j', (registry, expected) => {
  expect(ecrOf(registry)).toEqual(expected)
})

describe('the next definition', () => {
  const current = {
    arn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7',
    family: 'web',
    tags: [
      { key: 'aws:cloudformation:stack-name', value: 'web' },
      { key: 'team', value: 'web' },
      { key: 'slipway:sha', value: 'old' },
    ],
    body: {
      taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7',
      family: 'web',
      revision: 7,
      status: 'ACTIVE' as const,
      registeredAt: new Date(0),
      registeredBy: 'somebody',
      deregisteredAt: new Date(0),
      deleteRequestedAt: new Date(0),
      requiresAttributes: [{ name: 'x' }],
      compatibilities: ['FARGATE' as const],
      containerDefinitions: [
        { name: 'web', image: 'web:1', cpu: 0, mountPoints: [] },
        { name: 'worker', image: 'web:1' },
        { name: 'proxy', image: 'envoy:1' },
      ],
      enableFaultInjection: false,
    },
  }
  const change = { containers: ['web', 'worker'], image: 'web@sha256:2', deployment: '42', sha: 'new' }

  test('has another image in the named containers, no tags of AWS, and nothing that only answers have', () => {
    expect(nextDefinition(current, change)).toEqual({
      family: 'web',
      enableFaultInjection: false,
      containerDefinitions: [
        { name: 'web', image: 'web@sha256:2', cpu: 0, mountPoints: [] },
        { name: 'worker', image: 'web@sha256:2' },
        { name: 'proxy', image: 'envoy:1' },
      ],
      tags: [
        { key: 'team', value: 'web' },
        { key: 'slipway:deployment', value: '42' },
        { key: 'slipway:sha', value: 'new' },
      ],
    })
  })

  test('never has more than the fifty tags that AWS takes; those of the owner go first', () => {
    const tags = Array.from({ length: 49 }, (_, index) => ({ key: `k${index}`, value: 'v' }))
    const next = nextDefinition({ ...current, tags }, change).tags ?? []
    expect(next).toHaveLength(50)
    expect(next.slice(0, 49)).toEqual(tags)
  })

  const next = nextDefinition(current, change)
  const { tags = [], ...body } = next
  test.each([
    ['itself', { ...current, body, tags }, true],
    ['itself, registered for another deployment', { ...current, body, tags: [{ key: 'team', value: 'web' }] }, true],
    [
      'itself, as AWS fills it in',
      { ...current, body: { ...body, volumes: [], placementConstraints: [], revision: 8 }, tags },
      true,
    ],
    ['another memory', { ...current, body: { ...body, memory: '512' }, tags }, false],
    ['another tag of the owner', { ...current, body, tags: [{ key: 'team', value: 'shop' }] }, false],
    ['the current one', current, false],
  ])('is the same as %s: %#', (_, definition, expected) => {
    expect(isSame(definition, next)).toBe(expected)
  })
})

test.each([
  [
    {
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [
        { name: 'web', exitCode: 1 },
        { name: 'proxy', exitCode: 0 },
      ],
    },
    'task t1 stopped: EssentialContainerExited: Essential container in task exited; web exited with 1',
  ],
  [
    {
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'CannotPullContainerError',
      containers: [{ name: 'web', reason: 'CannotPullContainerError:\n  not found' }],
    },
    'task t1 stopped: TaskFailedToStart: CannotPullContainerError; web did not start (CannotPullContainerError: not found)',
  ],
  [
    { containers: [{ name: 'web', exitCode: 137, reason: 'OutOfMemoryError' }] },
    'task t1 stopped; web exited with 137 (OutOfMemoryError)',
  ],
] as const)('a dead task tells why: %j', (task, expected) => {
  const { containers, ...rest } = task
  expect(storyOf({ taskArn: 'arn:aws:ecs:eu-west-1:1:task/main/t1', ...rest, containers: [...containers] })).toBe(
    expected,
  )
})

test('a container writes to a stream of its own in CloudWatch, where it has a prefix', () => {
  const options = { 'awslogs-group': '/ecs/web', 'awslogs-stream-prefix': 'app', 'awslogs-region': 'eu-north-1' }
  const container = { name: 'web', logConfiguration: { logDriver: 'awslogs' as const, options } }
  expect(streamOf(container, 'arn:aws:ecs:eu-west-1:1:task/main/t1')).toEqual({
    group: '/ecs/web',
    stream: 'app/web/t1',
    region: 'eu-north-1',
  })
  expect(streamOf({ name: 'web' }, 'x/t1')).toBeUndefined()
})

test.each([
  [
    'eu-west-1',
    'main',
    'web',
    'https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/main/services/web/deployments?region=eu-west-1',
  ],
  [
    'cn-north-1',
    'arn:aws-cn:ecs:cn-north-1:1:cluster/main',
    'web',
    'https://console.amazonaws.cn/ecs/v2/clusters/main/services/web/deployments?region=cn-north-1',
  ],
])('the console of %s', (region, cluster, service, url) => {
  expect(consoleUrl(region, cluster, service)).toBe(url)
})

test('a session is named in the letters that AWS takes', () => {
  expect(sessionName('wéb app', 42)).toBe('slipway-w-b-app-42')
  expect(sessionName('x'.repeat(90))).toHaveLength(64)
})
