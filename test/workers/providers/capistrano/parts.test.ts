import { describe, expect, test } from '@jest/globals'
import { whyNot } from '../../../../workers/providers/capistrano/ask-over-ssh.ts'
import { majorIn } from '../../../../workers/providers/capistrano/bundle.ts'
import { cap2Arguments, cap2Variables, capArguments } from '../../../../workers/providers/capistrano/cap-arguments.ts'
import { causeIn } from '../../../../workers/providers/capistrano/cause.ts'
import { freeHosts } from '../../../../workers/providers/capistrano/free-hosts.ts'
import { refusal } from '../../../../workers/providers/capistrano/refusal.ts'
import { rollbackPlan } from '../../../../workers/providers/capistrano/rollback-plan.ts'
import { seen, snapshotOf } from '../../../../workers/providers/capistrano/seen.ts'
import { settings } from '../../../../workers/providers/capistrano/settings.ts'
import { sshConfig } from '../../../../workers/providers/capistrano/ssh-config.ts'
import { wrongAfter } from '../../../../workers/providers/capistrano/verdict.ts'

const sha = 'a'.repeat(40)
const old = 'b'.repeat(40)
const run = { stage: 'production', task: 'deploy', hosts: ['fe1', 'fe2'], roles: ['web'] }
const look = (...hosts: object[]) => seen.parse({ hosts, servers: ['fe1', 'fe2'], tasks: ['deploy'] })
const host = (name: string, more: object = {}) => ({
  name,
  carries: true,
  sha,
  release: `/srv/releases/${name}`,
  ...more,
})

describe('settings', () => {
  test.each([
    [{ stage: '--trace' }],
    [{ stage: 'a b' }],
    [{ hosts: ['fe1,fe2'] }],
    [{ hosts: ['-oProxyCommand=x'] }],
    [{ hosts: [] }],
    [{ roles: ['app;x'] }],
    [{ tasks: ['rm'] }],
    [{ tasks: ['deploy:x; y'] }],
    [{ gateway: '-oProxyCommand=x' }],
    [{ gateway: "a'b" }],
    [{ on: 'deploy@bastion;id' }],
    [{ user: 'x y' }],
    [{ ssh_key: '-----BEGIN' }],
    [{ known_hosts: ['a\nb'] }],
    [{ env: { BRANCH: 'x' } }],
    [{ env: { HOSTS: 'x' } }],
    [{ env: { SSH_AUTH_SOCK: 'x' } }],
    [{ verify_host_key: false }],
  ])('%j is refused', (given) => {
    expect(settings.safeParse(given).success).toBe(false)
  })

  test('none at all are enough', () => {
    expect(settings.parse({})).toEqual({
      tasks: [],
      forward_agent: false,
      env: {},
      timeout: 1_200_000,
      silence: 600_000,
    })
  })
})

test.each([
  ['deploy', [], undefined],
  ['deploy:migrations', ['fe1'], undefined],
  ['rollback', [], undefined],
  ['deploy:restart', [], undefined],
  ['deploy:cold', [], 'the task deploy:cold is not allowed here'],
  ['x; deploy', [], 'the task x; deploy is not allowed here'],
  ['deploy', ['fe1', 'fe8', 'fe9'], 'fe8 and fe9 cannot be picked here, only fe1 and fe2'],
  ['deploy', ['fe1', '$(id)'], '"$(id)" is no host name'],
  ['deploy', ['fe1,fe2'], '"fe1,fe2" is no host name'],
  ['deploy', ['-z'], '"-z" is no host name'],
])('%s on %j: %s', (task, hosts, why) => {
  const configured = settings.parse({ hosts: ['fe1', 'fe2'], tasks: ['deploy:restart'] })
  const refused = refusal({ hosts, task }, configured)
  expect(refused).toEqual(why === undefined ? undefined : expect.stringContaining(why))
})

test('what cap is called with', () => {
  expect(capArguments('/run/Capfile', run)).toEqual([
    '-f',
    '/run/Capfile',
    '--hosts=fe1,fe2',
    '--roles=web',
    'production',
    'deploy',
  ])
  expect(capArguments('/run/Capfile', { ...run, hosts: [], roles: [] })).toEqual([
    '-f',
    '/run/Capfile',
    'production',
    'deploy',
  ])
  expect(cap2Arguments(run, sha)).toEqual(['production', 'deploy', '-s', `branch=${sha}`])
  expect(cap2Variables(run)).toEqual({ HOSTFILTER: 'fe1,fe2', ROLES: 'web' })
})

test.each([
  ['    capistrano (2.15.11)\n', 2],
  ['    capistrano (3.17.2)\n      airbrussh\n    capistrano-rails (1.6.3)\n', 3],
  ['    capistrano-rails (1.6.3)\n', 3],
  ['', 3],
])('%j is Capistrano %d', (lock, major) => {
  expect(majorIn(lock)).toBe(major)
})

test.each([
  [
    [
      '00:01 deploy',
      'cap aborted!',
      'SSHKit::Runner::ExecuteError: Exception while executing as x@fe1: rake exit status: 7',
      'rake stderr: no such column',
      'from x.rb',
    ],
    'Exception while executing as x@fe1: rake exit status: 7; rake stderr: no such column',
  ],
  [
    [
      'cap aborted!',
      'SSHKit::Runner::ExecuteError: Exception while executing as x@fe1: false exit status: 1',
      'false stderr: Nothing written',
    ],
    'Exception while executing as x@fe1: false exit status: 1',
  ],
  [
    ['cap aborted!', "Don't know how to build task 'qa'", '(See full trace by running task with --trace)'],
    "Don't know how to build task 'qa'",
  ],
  [['one', 'bundler: command not found: cap', ''], 'bundler: command not found: cap'],
  [[], undefined],
])('the cause in %j', (lines, cause) => {
  expect(causeIn(lines)).toBe(cause)
})

test('what the hosts say is read with care', () => {
  const strange = look(host('fe1', { sha: 'nonsense', release: '/srv/releases/;id', running: '12 x 13' }))
  expect(strange.hosts[0]).toMatchObject({ sha: undefined, release: undefined, running: ['12', '13'] })
  expect(snapshotOf(look(host('fe1'), host('fe2')))).toEqual({ sha, handle: { fe1: 'fe1', fe2: 'fe2' } })
  expect(snapshotOf(look(host('fe1'), host('fe2', { sha: old })))).toEqual({ handle: { fe1: 'fe1', fe2: 'fe2' } })
  expect(snapshotOf(look({ name: 'db', carries: false }))).toEqual({ handle: {} })
})

test.each([
  ['all have it', true, [host('fe1'), host('fe2')], undefined],
  [
    'one has another',
    true,
    [host('fe1'), host('fe2', { sha: old })],
    'cap ended well, but not at aaaaaaa: fe2 has bbbbbbb',
  ],
  ['one has none', true, [host('fe1', { sha: '' })], 'cap ended well, but not at aaaaaaa: fe1 has no REVISION'],
  [
    'no host carries releases',
    true,
    [{ name: 'db' }],
    'no server that was asked for carries releases; nothing was deployed',
  ],
  [
    'one is gone',
    true,
    [host('fe1'), { name: 'fe2', problem: 'connection', text: 'timed out' }],
    'cap ended well, but nobody knows what runs: fe2 cannot be reached: timed out',
  ],
  ['a restart leaves what was there', false, [host('fe1', { sha: old })], undefined],
  [
    'a task publishes something else',
    false,
    [host('fe1', { sha: old, release: '/srv/releases/new' })],
    'cap ended well, but not at aaaaaaa: fe1 has bbbbbbb',
  ],
])('after cap, %s', (_, publishes, hosts, wrong) => {
  expect(wrongAfter({ before: look(host('fe1'), host('fe2')), after: look(...hosts), sha, publishes })).toBe(wrong)
})

describe('a rollback', () => {
  const handle = { fe1: '2026', 'fe2:2222': '2025' }
  test('goes to each host’s own release', () => {
    const plan = rollbackPlan({ handle }, look(host('fe1', { kept: sha }), host('fe2:2222', { kept: sha })), sha)
    expect(plan).toEqual({
      releases: new Map([
        ['2026', ['fe1']],
        ['2025', ['fe2']],
      ]),
    })
  })

  test('leaves a host alone that has not left the release, where Capistrano would refuse', () => {
    const hosts = look(host('fe1', { kept: sha, release: '/srv/releases/2026' }), host('fe2:2222', { kept: sha }))
    expect(rollbackPlan({ handle }, hosts, sha)).toEqual({ releases: new Map([['2025', ['fe2']]]) })
  })

  test.each([
    ['a host that was not there then', {}, host('fe3', { kept: sha }), 'it is not known which release of fe3 ran well'],
    ['a release that is gone', {}, host('fe1'), 'release 2026 is gone from fe1'],
    ['a release of another commit', {}, host('fe1', { kept: old }), 'release 2026 of fe1 is of bbbbbbb'],
    [
      'two servers of one name',
      { 'fe1:2222': '2024' },
      host('fe1:2222', { kept: sha }),
      'servers at fe1 have different releases',
    ],
  ])('deploys again where there is %s', (_, more, last, anew) => {
    const all = look(host('fe1', { kept: sha }), last)
    const hosts = last.name === 'fe1' ? look(last) : all
    expect(rollbackPlan({ handle: { ...handle, ...more } }, hosts, sha)).toEqual({ anew })
  })
})

test('ssh is strict, alone with the run’s key, and forwards nothing', () => {
  const config = sshConfig({ knownHosts: '/run/known', agent: '/run/agent', user: 'deploy', forwardAgent: false })
  for (const line of [
    'BatchMode yes',
    'StrictHostKeyChecking yes',
    'UserKnownHostsFile "/run/known"',
    'GlobalKnownHostsFile /dev/null',
    'IdentityAgent "/run/agent"',
    'IdentityFile none',
    'ForwardAgent no',
    'User deploy',
  ])
    expect(config).toContain(`  ${line}\n`)
})

test.each([
  [
    'debug1: Server host key: ssh-ed25519 SHA256:abc\nHost key verification failed.\n',
    'the host key of deploy@b is unknown: it showed SHA256:abc; compare it on the host',
  ],
  [
    'debug1: Exit status 2\ntar: no space left\nTransferred: sent 1, received 2\n',
    'deploy@b cannot be used: tar: no space left',
  ],
])('%j', (complaint, sentence) => {
  expect(whyNot('ssh://deploy@b', complaint)).toBe(sentence)
})

describe('a command that an earlier deployment has left on a host', () => {
  const busy = look(host('fe1', { running: '12 13' }), host('fe2'))
  const waits = async (answers: (typeof busy)[]) => {
    let now = 0
    const log: string[] = []
    const context = {
      now: () => now,
      log: async (line: string) => void log.push(line),
      sleep: async (ms: number) => void (now += ms),
    }
    const site = { look: async () => answers.shift() ?? busy }
    return { seen: await freeHosts(site, {}, context), log }
  }

  test('is waited for, and that is said once', async () => {
    const free = look(host('fe1'), host('fe2'))
    expect(await waits([busy, busy, free])).toEqual({
      seen: free,
      log: ['waits for a command of an earlier deployment on fe1 (process 12 13)'],
    })
  })

  test('is not waited for without end', async () => {
    await expect(waits([])).rejects.toThrow('still runs on fe1 (process 12 13); end it there, then retry')
  })
})
