import { describe, expect, test } from '@jest/globals'
import type { Target } from '../../../core/apps/app.ts'
import { explain, judge, reasonText, type Actor, type Facts } from '../../../core/gates/index.ts'

const target: Target = {
  id: 'web/production',
  app: 'web',
  environment: 'production',
  repository: 'acme/web',
  provider: 'shell',
  settings: {},
  requiredContexts: undefined,
  autoMerge: true,
  allowedRooms: undefined,
  room: undefined,
  deployers: undefined,
  admins: undefined,
  acceptFrom: [],
  url: undefined,
  git: undefined,
  payload: undefined,
  githubApi: undefined,
  githubToken: undefined,
  transient: undefined,
  production: undefined,
  shared: false,
}

const alice: Actor = { id: 'shell:alice', names: ['alice'] }

const facts = (more: Partial<Facts> = {}, settings: Partial<Target> = {}): Facts => ({
  target: { ...target, ...settings },
  command: { task: 'deploy', force: false, hosts: [] },
  actor: alice,
  provider: { known: true, can: { hosts: true, tasks: /^deploy(:migrate)?$/ } },
  origin: 'request',
  now: 1_000_000,
  ...more,
})

const codes = (all: Facts): string[] => judge(all).map(({ gate, kind, code }) => `${gate} ${kind} ${code}`)

test('a deploy that nothing stands against starts', () => {
  expect(codes(facts())).toEqual([])
})

describe('room', () => {
  test.each<[readonly string[] | undefined, readonly string[], boolean]>([
    [undefined, ['general'], true],
    [['ops'], ['ops'], true],
    [['#Ops'], ['C024BE91L', 'ops'], true],
    [['c024be91l'], ['C024BE91L', 'renamed'], true],
    [['api'], ['api'], true],
    [['ops'], ['api'], false],
    [['ops'], ['ops-chat'], false],
    [[], ['ops'], false],
    [['ops'], [], false],
  ])('allowed_rooms %j, asked in %j: %p', (allowedRooms, names, passes) => {
    expect(codes(facts({ room: { names } }, { allowedRooms }))).toEqual(passes ? [] : ['room refuse room-not-allowed'])
  })

  test('one made on GitHub was asked for in no room', () => {
    expect(codes(facts({ origin: 'github' }, { allowedRooms: ['ops'] }))).toEqual([])
  })
})

describe('rights', () => {
  test.each<[readonly string[] | undefined, Actor, boolean]>([
    [undefined, alice, true],
    [['alice'], alice, true],
    [['Alice'], alice, true],
    [['@alice'], alice, true],
    [['shell:alice'], alice, true],
    [['github:alice'], alice, false],
    [['bo'], alice, false],
    [[], alice, false],
    [['U024BE7LH'], { id: 'slack:U024BE7LH', names: ['alice', 'U024BE7LH'] }, true],
    [['slack:U024BE7LH'], { id: 'slack:U024BE7LH', names: ['alice'] }, true],
    [['slack:alice'], { id: 'slack:U1', names: ['alice', 'slack:alice'] }, true],
    [['octocat'], { id: 'slack:U1', names: ['alice', 'octocat'] }, true],
    [['github:octocat'], { id: 'github:Octocat', names: ['Octocat'] }, true],
    [['github:octocat'], { id: 'slack:U1', names: ['octocat'] }, false],
    [['ci'], { id: 'api:ci', names: ['ci'] }, false],
    [['api:ci'], { id: 'api:ci', names: ['ci'] }, true],
    [['api:ci'], { id: 'shell:ci', names: ['ci'] }, false],
    [['octocat'], { id: 'slack:U1', names: ['alice'], logins: ['Octocat'] }, true],
    [['github:octocat'], { id: 'slack:U1', names: ['alice'], logins: ['octocat'] }, true],
    [['slack:octocat'], { id: 'slack:U1', names: ['alice'], logins: ['octocat'] }, false],
    [['irc:alice'], { id: 'irc:7', names: ['alice', '7'] }, true],
    [['@acme/platform'], { id: 'github:acme/platform', names: ['@acme/platform'] }, false],
    [['@Acme/platform'], { id: 'slack:U1', names: ['alice'], logins: ['octocat'], teams: ['@Acme/Platform'] }, true],
    [['@acme/platform'], { id: 'slack:U1', names: ['alice'], teams: ['@acme/docs'] }, false],
  ])('deployers %j, asked by %j: %p', (deployers, actor, passes) => {
    expect(codes(facts({ actor }, { deployers }))).toEqual(passes ? [] : ['rights refuse not-a-deployer'])
  })

  test('who may not deploy may not with "!" either', () => {
    const command = { task: 'deploy', force: true, hosts: [] }
    expect(codes(facts({ command }, { deployers: ['bo'] }))).toEqual(['rights refuse not-a-deployer'])
  })

  test.each<[Partial<Actor>, string]>([
    [{}, 'ask bo and somebody of @acme/platform; if you are in @acme/platform yourself, `link github` proves it'],
    [{ logins: ['octocat'] }, 'ask bo and somebody of @acme/platform'],
    [
      { logins: ['octocat'], unread: ['@acme/platform could not be read: GitHub is away'] },
      'ask bo and somebody of @acme/platform; @acme/platform could not be read: GitHub is away',
    ],
  ])('to somebody with %j the refusal says what to do', (more, next) => {
    const [stop] = judge(facts({ actor: { ...alice, ...more } }, { deployers: ['bo', '@acme/platform'] }))
    expect(stop && reasonText(stop.code, stop.data)).toEqual({
      status: 403,
      says: 'alice is not among the deployers of web in production',
      next,
    })
  })
})

describe('provider, hosts, task', () => {
  test.each<[string, Facts, string[]]>([
    [
      'none configured',
      facts({ provider: { known: false } }, { provider: undefined }),
      ['provider refuse no-provider'],
    ],
    [
      "one of Heaven's",
      facts({ provider: { known: false } }, { provider: 'fabric' }),
      ['provider refuse provider-unknown'],
    ],
    [
      'settings it refuses',
      facts({ provider: { known: true, problem: 'shell.command is missing' } }),
      ['provider refuse provider-settings'],
    ],
    [
      'hosts it cannot limit itself to',
      facts({
        command: { task: 'deploy', force: false, hosts: ['fe1'] },
        provider: { known: true, can: { hosts: false, tasks: /^deploy$/ } },
      }),
      ['hosts refuse hosts-not-supported'],
    ],
    [
      'a task it does not know',
      facts({ command: { task: 'deploy:seed', force: false, hosts: [] } }),
      ['task refuse task-not-supported'],
    ],
    [
      'a task that only an unanchored pattern would let pass',
      facts({
        command: { task: 'x; deploy', force: false, hosts: [] },
        provider: { known: true, can: { hosts: true, tasks: /deploy/ } },
      }),
      ['task refuse not-a-task'],
    ],
    [
      'a reserved task made on GitHub',
      facts({
        origin: 'github',
        command: { task: 'deploy:lock', force: false, hosts: [] },
        provider: { known: true, can: { hosts: true, tasks: /./ } },
      }),
      ['task refuse reserved-task'],
    ],
    [
      'a host that looks like an option',
      facts({ command: { task: 'deploy', force: false, hosts: ['-oProxyCommand=x'] } }),
      ['hosts refuse not-a-host'],
    ],
  ])('%s', (_, all, stops) => expect(codes(all)).toEqual(stops))

  test('the refusal of a Heaven provider names it and points to the shell', () => {
    const [stop] = judge(facts({ provider: { known: false } }, { provider: 'fabric' }))
    expect(stop && explain(stop)).toBe('there is no provider "fabric" here')
    expect(stop && reasonText(stop.code, stop.data).next).toContain('"provider": "shell"')
  })
})

describe('checks of a deployment made on GitHub', () => {
  type States = Readonly<Record<string, string>>
  const reported = (states: States) => Object.entries(states).map(([context, state]) => ({ context, state }))

  test.each<[readonly string[] | undefined, States, string[]]>([
    [undefined, {}, []],
    [undefined, { a: 'success', b: 'neutral', c: 'skipped' }, []],
    [undefined, { a: 'success', b: 'failure' }, ['checks refuse checks-failed']],
    [undefined, { a: 'success', b: 'in_progress' }, ['checks wait checks-pending']],
    [undefined, { a: 'pending', b: 'cancelled' }, ['checks refuse checks-failed']],
    [undefined, { 'slipway/production': 'pending', a: 'success' }, []],
    [['a'], { a: 'success', b: 'failure' }, []],
    [['a'], { b: 'success' }, ['checks wait checks-pending']],
    [['a'], { a: 'skipped' }, ['checks refuse checks-failed']],
    [['a', 'b'], { a: 'success', b: 'queued' }, ['checks wait checks-pending']],
    [[], { a: 'failure' }, []],
  ])('required %j, reported %j: %j', (requiredContexts, states, stops) => {
    expect(codes(facts({ origin: 'github', checks: reported(states) }, { requiredContexts }))).toEqual(stops)
  })

  test('a check and a status of one name must both be green', () => {
    const checks = [...reported({ ci: 'success' }), ...reported({ ci: 'failure' })]
    expect(codes(facts({ origin: 'github', checks }, { requiredContexts: ['ci'] }))).toEqual([
      'checks refuse checks-failed',
    ])
  })

  test('every context that is not green is named with its state', () => {
    const [stop] = judge(facts({ origin: 'github', checks: reported({ a: 'failure', b: 'pending', c: 'success' }) }))
    expect(stop && explain(stop)).toBe('not green: a (failure) and b (pending)')
  })

  test('ours were judged by GitHub', () => {
    expect(codes(facts({ checks: reported({ a: 'failure' }) }))).toEqual([])
  })
})

describe('age', () => {
  const maxAgeMs = 900_000
  test.each<[string, Partial<Facts>, string[]]>([
    ['just young enough', { createdAt: 100_000, maxAgeMs }, []],
    ['too old', { createdAt: 99_999, maxAgeMs }, ['age refuse too-old']],
    ['time in our own lane does not count', { createdAt: 0, queuedMs: 100_000, maxAgeMs }, []],
    ['not known when asked', { maxAgeMs }, []],
  ])('%s', (_, more, stops) => expect(codes(facts(more))).toEqual(stops))

  test('the refusal says how old it is', () => {
    const [stop] = judge(facts({ createdAt: 0, maxAgeMs }))
    expect(stop && explain(stop)).toBe(
      'it was made 16 minutes 40 seconds ago, and none older than 15 minutes is started',
    )
  })
})

describe('order', () => {
  test.each([
    [7, undefined, []],
    [7, 6, []],
    [7, 7, []],
    [7, 8, ['order refuse superseded-by-newer']],
    [undefined, 8, []],
  ])('#%p where #%p has started: %j', (deployment, newestStarted, stops) => {
    const more = {
      ...(deployment === undefined ? {} : { deployment }),
      ...(newestStarted === undefined ? {} : { newestStarted }),
    }
    expect(codes(facts(more))).toEqual(stops)
  })
})

test('all that stops a deployment is told at once', () => {
  const all = facts(
    { room: { names: ['general'] }, provider: { known: false }, deployment: 1, newestStarted: 2 },
    { allowedRooms: ['ops'], deployers: ['bo'] },
  )
  expect(judge(all).map(({ gate }) => gate)).toEqual(['room', 'rights', 'provider', 'order'])
})

test('a stop is plain JSON, so a request can keep the gates as they stood', () => {
  const stops = judge(facts({ room: { names: [] } }, { allowedRooms: ['ops'], deployers: [] }))
  expect(JSON.parse(JSON.stringify(stops))).toEqual(stops)
})

describe('ref', () => {
  test.each(['main', 'release/1.2', '0'.repeat(40), 'fix#42'])('%s may start', (ref) => {
    expect(judge(facts({ ref }))).toEqual([])
  })

  test.each(['--upload-pack=touch x', `x;touch\${IFS}x`, '$(id)', 'a b', 'a..b', 'HEAD'])('%s is refused', (ref) => {
    expect(judge(facts({ ref }))).toMatchObject([
      { gate: 'ref', kind: 'refuse', code: 'not-a-ref', data: { word: ref } },
    ])
  })
})

test('what a provider cannot do with its settings on this target is refused in its own words', () => {
  const refusal = 'web9 is none of its hosts'
  const stops = judge(facts({ provider: { known: true, can: { hosts: true, tasks: /^deploy$/ }, refusal } }))
  expect(stops.map(explain)).toEqual([refusal])
  expect(codes(facts({ provider: { known: true, refusal } }))).toEqual(['limits refuse provider-refuses'])
})
