import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { settings } from '../../../../workers/providers/ecs/settings.ts'
import { configurationFor, type Strategy } from '../../../../workers/providers/ecs/strategy.ts'
import { tagOf } from '../../../../workers/providers/ecs/tag.ts'
import { sha } from './set-up.ts'

const read = (own: object) => settings.parse({ cluster: 'main', ...own })

test('a cluster is enough', () => {
  expect(read({})).toEqual({ cluster: 'main', tag: '{sha}', image_wait: 0, timeout: 1_800_000 })
})

test.each([
  [{ container: 'web' }, { container: ['web'] }],
  [{ container: ['web', 'worker'] }, { container: ['web', 'worker'] }],
  [{ image_wait: '10m' }, { image_wait: 600_000 }],
  [{ strategy: 'BLUE_GREEN' }, { strategy: { type: 'blue_green' } }],
  [{ strategy: { type: 'linear', percent: 25, step: '2m' } }, { strategy: { type: 'linear', percent: 25, step: 2 } }],
  [{ external_id: { env: 'EXTERNAL' } }, { external_id: { env: 'EXTERNAL' } }],
  [{ repository: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/web' }, {}],
  [{ cluster: 'arn:aws:ecs:eu-west-1:123456789012:cluster/main' }, {}],
  [{ region: 'us-gov-west-1' }, {}],
])('%j is understood', (own, expected) => {
  expect(read(own)).toMatchObject({ ...own, ...expected })
})

test.each([
  [{ cluster: '' }, 'must be a name or an ARN'],
  [{ cluster: '--profile=x' }, 'must be a name or an ARN'],
  [{ region: 'Ireland' }, 'must be a region such as "eu-west-1"'],
  [{ role_arn: 'deployer' }, "must be a role's ARN"],
  [{ account: '12345' }, 'must be the twelve digits of an account, in quotes'],
  [{ repository: 'acme/web:latest' }, 'must be a repository of ECR, without a tag'],
  [{ tag: 'latest' }, 'must have {sha} or {sha7} in it'],
  [{ tag: '{sha}-{branch}' }, 'knows {sha}, {sha7}, {app}, {environment} and no other place'],
  [{ tag: '{sha} x' }, 'must make a tag of ECR'],
  [{ image_wait: 'a while' }, 'must be a length of time such as "90s", "10m", "2h" or "3d"'],
  [{ migrate: 'rake db:migrate' }, 'must be a list of a program and its arguments'],
  [{ migrate: [] }, 'must name a program'],
  [
    { strategy: 'big bang' },
    'must be rolling, blue_green, linear or canary, or an object of type, bake, percent and step',
  ],
])('%j is refused: %s', (own, problem) => {
  const issues = settings.safeParse({ cluster: 'main', ...own }).error?.issues ?? []
  expect(issues.map(({ message }) => message)).toContain(problem)
})

test('a key that nobody knows is refused', () => {
  expect(settings.safeParse({ cluster: 'main', clutser: 'x' }).success).toBe(false)
})

test.each([
  ['{sha}', sha],
  ['v-{sha7}', 'v-0123456'],
  ['{app}-{environment}-{sha}', `web-qa-${sha}`],
])('the tag %s becomes %s', (template, expected) => {
  expect(tagOf(template, { sha, app: 'web', environment: 'qa' })).toBe(expected)
})

describe('a strategy', () => {
  const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true }, maximumPercent: 200 }
  const hooked = {
    ...breaker,
    strategy: 'BLUE_GREEN',
    bakeTimeInMinutes: 30,
    lifecycleHooks: [],
  } satisfies DeploymentConfiguration

  test.each<[Strategy, DeploymentConfiguration, DeploymentConfiguration]>([
    // wanted, what the service has, what is asked for
    [{ type: 'rolling' }, hooked, { ...breaker, lifecycleHooks: [], strategy: 'ROLLING' }],
    [{ type: 'blue_green' }, breaker, { ...breaker, strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 }],
    [{ type: 'blue_green' }, hooked, hooked],
    [{ type: 'blue_green', bake: 0 }, hooked, { ...hooked, bakeTimeInMinutes: 0 }],
    [
      { type: 'linear', percent: 25, step: 2, bake: 1 },
      {},
      {
        strategy: 'LINEAR',
        bakeTimeInMinutes: 1,
        linearConfiguration: { stepPercent: 25, stepBakeTimeInMinutes: 2 },
      },
    ],
    [
      { type: 'canary' },
      { strategy: 'CANARY', canaryConfiguration: { canaryPercent: 3, canaryBakeTimeInMinutes: 7 } },
      {
        strategy: 'CANARY',
        bakeTimeInMinutes: 5,
        canaryConfiguration: { canaryPercent: 3, canaryBakeTimeInMinutes: 7 },
      },
    ],
  ])('%j on a service with %j', (wanted, current, expected) => {
    expect(configurationFor(wanted, current)).toEqual(expected)
  })
})
