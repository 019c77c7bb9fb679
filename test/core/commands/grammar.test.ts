import { describe, expect, test } from '@jest/globals'
import { parse } from '../../../core/commands/parse.ts'

const said = (text: string, prefix = 'deploy') => parse(text, { prefix })

const plain = { task: 'deploy', force: false, ref: undefined, environment: undefined, hosts: [], reason: undefined }
const back = {
  action: 'rollback',
  app: 'hubot',
  environment: undefined,
  to: undefined,
  force: false,
  reason: undefined,
}
const key32 = 'cbdefghijklnrtuvcbdefghijklnrtuv'
const key44 = 'ccccccdlnncbtuevhdbctrccukdciveuclhbkvehbeve'

describe("hubot-deploy's commands, as its successor reads them", () => {
  test.each([
    ['deploy hubot', { app: 'hubot' }],
    ['deploy! hubot', { app: 'hubot', force: true }],
    ['deploy:migrate hubot', { app: 'hubot', task: 'deploy:migrate' }],
    ['deploy:migrate! hubot', { app: 'hubot', task: 'deploy:migrate', force: true }],
    ['deploy hubot/mybranch to production', { app: 'hubot', ref: 'mybranch', environment: 'production' }],
    [
      'deploy hubot/atmos/branch to production/fe',
      { app: 'hubot', ref: 'atmos/branch', environment: 'production', hosts: ['fe'] },
    ],
    [
      'deploy hubot to production/fe1,fe2,fe3',
      { app: 'hubot', environment: 'production', hosts: ['fe1', 'fe2', 'fe3'] },
    ],
    [
      'deploy hubot/main to production/web/1',
      { app: 'hubot', ref: 'main', environment: 'production', hosts: ['web/1'] },
    ],
    [
      'deploy hubot/atmos/branch to production/fe 123456',
      { app: 'hubot', ref: 'atmos/branch', environment: 'production', hosts: ['fe'] },
    ],
    [
      `deploy hubot/atmos/branch to production/fe ${key44}`,
      { app: 'hubot', ref: 'atmos/branch', environment: 'production', hosts: ['fe'] },
    ],
    [`deploy hubot ${key32}`, { app: 'hubot' }],
    ['deploy hubot 123456', { app: 'hubot' }],
    ['deploy hubot to 123456', { app: 'hubot', environment: '123456' }],
    ['deploy my-app.io/release/1.2.3 on stg', { app: 'my-app.io', ref: 'release/1.2.3', environment: 'stg' }],
    ['deploy hubot/v1.2.3-rc.1 in prod', { app: 'hubot', ref: 'v1.2.3-rc.1', environment: 'prod' }],
    ['deploy hubot/fix#42 in staging', { app: 'hubot', ref: 'fix#42', environment: 'staging' }],
    ['deploy Hubot to Production', { app: 'Hubot', environment: 'Production' }],
    ['DEPLOY hubot', { app: 'hubot', task: 'deploy' }],
    ['deploy  hubot   to   production  ', { app: 'hubot', environment: 'production' }],
    ['deploy hubot/to to production', { app: 'hubot', ref: 'to', environment: 'production' }],
    ['deploy hubot/feature/to in staging', { app: 'hubot', ref: 'feature/to', environment: 'staging' }],
    ['deploy acme/hubot to production', { app: 'acme', ref: 'hubot', environment: 'production' }],
    [
      'deploy! hubot/3f2a9c1 to production/db-1 000000',
      { app: 'hubot', ref: '3f2a9c1', environment: 'production', hosts: ['db-1'], force: true },
    ],
    // Not hubot-deploy's: a colon before the ref, and a reason.
    ['deploy hubot:fix/login to qa', { app: 'hubot', ref: 'fix/login', environment: 'qa' }],
    ['deploy hubot because the cat did it', { app: 'hubot', reason: 'the cat did it' }],
    [
      'Deploy:Migrate! hubot/x to qa/a,b 123456 Because <!channel> $(id) 100% 🚀',
      {
        app: 'hubot',
        ref: 'x',
        environment: 'qa',
        hosts: ['a', 'b'],
        task: 'deploy:migrate',
        force: true,
        reason: '<!channel> $(id) 100% 🚀',
      },
    ],
    ['deploy hubot\tto\u00a0production\n', { app: 'hubot', environment: 'production' }],
    ['deploy hubot to production/fe,fe', { app: 'hubot', environment: 'production', hosts: ['fe'] }],
  ])('%s', (text, wanted) => {
    expect(said(text)).toEqual({ kind: 'command', command: { action: 'deploy', ...plain, ...wanted } })
  })

  test.each([
    ['deploy:version', { action: 'version' }],
    ['deploys hubot', { action: 'deploys', app: 'hubot' }],
    ['deploys hubot in production', { action: 'deploys', app: 'hubot', environment: 'production' }],
    [
      'deploys hubot/mybranch to production',
      { action: 'deploys', app: 'hubot', ref: 'mybranch', environment: 'production' },
    ],
    ['where can i deploy hubot', { action: 'where', app: 'hubot' }],
    ['Where can I deploy hubot?', { action: 'where', app: 'hubot' }],
    ['apps', { action: 'apps' }],
    ['rollback hubot in production', { ...back, environment: 'production' }],
    ['rollback! hubot', { ...back, force: true }],
    ['rollback hubot to production', { ...back, environment: 'production' }],
    ['rollback hubot in production to abc1234', { ...back, environment: 'production', to: 'abc1234' }],
    ['Rollback hubot on qa to #42 because it is slow', { ...back, environment: 'qa', to: 42, reason: 'it is slow' }],
    ['rollback hubot to #42', { ...back, to: 42 }],
    ['rollback hubot in production to 42', { ...back, environment: 'production', to: 42 }],
    ['rollback hubot in production to 1234567', { ...back, environment: 'production', to: '1234567' }],
    ['deploy:rollback hubot to production', { ...back, environment: 'production' }],
    ['deploy:rollback! hubot/abc1234 to qa', { ...back, environment: 'qa', to: 'abc1234', force: true }],
    ['retry', { action: 'retry' }],
    ['cancel #42', { action: 'cancel', deployment: 42 }],
    ['logs 42', { action: 'logs', deployment: 42 }],
    ['logs hubot in production', { action: 'app-logs', app: 'hubot', environment: 'production' }],
    ['logs hubot', { action: 'app-logs', app: 'hubot' }],
    ['current hubot in qa', { action: 'current', app: 'hubot', environment: 'qa' }],
    ['help', { action: 'help' }],
    ['help where can i deploy', { action: 'help', word: 'where can i deploy' }],
  ])('%s', (text, wanted) => {
    expect(said(text)).toEqual({ kind: 'command', command: wanted })
  })

  test.each([
    ['deploy!:migrate hubot', 'not-a-command', 'deploy:migrate! hubot'],
    ['deploy hubot to production/fe1, fe2', 'not-a-command', 'deploy hubot to production/fe1,fe2'],
    ['deploy hubot to production/fe1 ,fe2', 'not-a-command', 'deploy hubot to production/fe1,fe2'],
    ['deploy hubot to staging/a,', 'not-a-command', 'deploy hubot to staging/a'],
    ['deploy hubot to staging/a,,b', 'not-a-command', 'deploy hubot to staging/a,b'],
    ['deploy hubot to staging/,', 'not-a-command', undefined],
    ['deploy hubot to production 12345', 'not-a-command', 'deploy hubot to production'],
    [
      'deploy hubot/atmos/branch to production/fe burgers',
      'not-a-command',
      'deploy hubot/atmos/branch to production/fe',
    ],
    ['deploy hubot/branch tos taging', 'not-a-command', 'deploy hubot/branch to staging'],
    ['deploy hubot staging', 'not-a-command', 'deploy hubot to staging'],
    ['deploy hubot qa2 because of me', 'not-a-command', 'deploy hubot to qa2 because of me'],
    ['deploy hubot/ to production', 'not-a-command', 'deploy hubot to production'],
    ['deploy hubot@abc123 to production', 'not-an-app', 'deploy hubot/abc123 to production'],
    ['deploy:version hubot', 'reserved-task', 'deploy:version'],
    ['deploy:lock hubot in production', 'reserved-task', undefined],
    ['deploy:unlock! hubot in production', 'reserved-task', undefined],
    ['deploy:status hubot', 'reserved-task', undefined],
    ['deploy:auto hubot', 'reserved-task', undefined],
    ['deploy:rollback hubot/main to production', 'not-a-command', 'rollback hubot'],
    ['deploy:rollback hubot to production/fe', 'not-a-command', 'rollback hubot in production'],
    ['deploy? hubot to production', 'not-in-this-version', undefined],
    ['rollback', 'not-a-command', 'rollback app in environment'],
    ['rollback hubot/main in production', 'not-a-command', 'rollback hubot'],
    ['rollback! hubot/abc1234 in production', 'not-a-command', 'rollback! hubot to abc1234'],
    ['rollback hubot in production/fe', 'not-a-command', 'rollback hubot in production'],
    ['rollback hubot in production to main', 'not-a-command', 'rollback hubot in production'],
    ['rollback hubot in production because', 'not-a-command', 'rollback hubot in production'],
    ['rollback hubot production', 'not-a-command', 'rollback app in environment'],
    ['deploys hubot in production/fe', 'not-a-command', 'deploys hubot in production'],
    ['deploys hubot blah blah', 'not-a-command', 'deploys hubot'],
    ['deploy', 'not-a-command', 'deploy app to environment'],
    ['deploy hubot to', 'not-a-command', undefined],
    ['deploy hubot to production/', 'not-a-command', 'deploy hubot to production'],
    ['deploy hubot because', 'not-a-command', 'deploy hubot'],
    ['deploy:Migr@te hubot', 'not-a-task', undefined],
    ['deploys', 'not-a-command', 'deploys app'],
    ['where can i deploy', 'not-a-command', 'where can i deploy app'],
    ['current', 'not-a-command', 'current app in environment'],
    ['current hubot/main in qa', 'not-a-command', 'current hubot in qa'],
    ['logs hubot in qa/web1', 'not-a-command', 'logs hubot in qa'],
    ['logs that please', 'not-a-command', 'logs that'],
    ['cancel that please', 'not-a-command', 'cancel #id'],
    ['apps please', 'not-a-command', 'apps'],
  ])('%s is answered', (text, code, suggestion) => {
    const parsed = said(text)
    expect(parsed).toMatchObject({ kind: 'error', code })
    expect('suggestion' in parsed ? parsed.suggestion : undefined).toBe(suggestion)
  })

  test.each([
    'please deploy hubot to production',
    'redeploy hubot',
    'deployment of hubot',
    'deploy-token:set:github x',
    'hello',
    'wait a moment',
    'i am happy',
    'i am on github',
    'link me the log',
    'who am i to judge',
    '',
  ])('%p is not for us', (text) => {
    expect(said(text)).toEqual({ kind: 'none' })
  })
})

describe('a prefix is literal text', () => {
  test.each([
    ['ship', 'ship:migrate hubot', { action: 'deploy', task: 'deploy:migrate' }],
    ['ship', 'ships hubot', { action: 'deploys' }],
    ['ship', 'where can i ship hubot', { action: 'where' }],
    ['ship', 'SHIP:version', { action: 'version' }],
    ['push', 'pushes hubot', { action: 'deploys' }],
    ['.deploy', '.deploy! hubot', { action: 'deploy', task: 'deploy', force: true }],
    ['/deploy', '/deploy hubot', { action: 'deploy', task: 'deploy' }],
    ['ship it', 'ship  it hubot', { action: 'deploy', app: 'hubot' }],
    ['(+', '(+ hubot', { action: 'deploy', app: 'hubot' }],
  ])('with %p, %p', (prefix, text, wanted) => {
    expect(said(text, prefix)).toMatchObject({ kind: 'command', command: wanted })
  })

  test.each([
    ['ship', 'deploy hubot'],
    ['.deploy', 'xdeploy hubot'],
  ])('with %p, %p is not for us', (prefix, text) => {
    expect(said(text, prefix)).toEqual({ kind: 'none' })
  })
})

describe('a one-time password is nowhere', () => {
  test.each([
    'deploy hubot 123456',
    `deploy hubot to production ${key44}`,
    'deploy hubot 123456 to production',
    'deploy hubot staging 123456',
    'deploy!:migrate hubot to qa 123456',
    'deploy hubot to production/fe, 123456',
    'deploy hubot to production/fe1, fe2 123456',
    'deploy hubot to -x 123456',
    `deploy hubot because of fire ${key44}`,
    `deploy hubot to ${'x'.repeat(70)} 123456`,
  ])('%s', (text) => {
    const answer = JSON.stringify(said(text))
    expect(answer).not.toMatch(/123456|cccccc/)
    expect(answer).not.toContain('otp')
  })

  test.each(['12345', '1234567', '12a456', key44.slice(2, 20), 'ccccccdlnncbtuev!'])('nor is a mistyped %s', (word) => {
    const parsed = said(`deploy hubot to production ${word}`)
    expect(parsed.kind).toBe('error')
    expect(JSON.stringify(parsed)).not.toContain(word)
  })
})

describe('what could mean more than a name is refused with a reason', () => {
  const hostile = [
    '--upload-pack=touch /tmp/x',
    '-oProxyCommand=touch',
    '$(touch x)',
    '`id`',
    'main;touch x',
    'main\ntouch x',
    'main\0x',
    'main && x',
    '../../etc',
    'refs/heads/../../x',
    'a..b',
    '@{-1}',
    'HEAD',
    'é',
    'main\u202Efdp',
    '%0a',
    'a'.repeat(5000),
    '{{7*7}}',
    '<script>',
    'a.lock',
    'a//b',
    '@',
  ]
  test.each(hostile)('ref %p', (ref) => {
    const parsed = said(`deploy hubot/${ref} to production`)
    expect(parsed).toMatchObject({ kind: 'error', says: expect.stringMatching(/./) })
    const text = JSON.stringify(parsed)
    expect(text.length).toBeLessThan(400)
    // Named by its number, never there itself.
    expect(parsed.kind === 'error' && parsed.says).not.toMatch(/[\u202E\0\n]/)
  })

  test.each(hostile.filter((text) => !['a..b', 'HEAD', 'a.lock', 'a//b'].includes(text)))('host %p', (host) => {
    expect(said(`deploy hubot to production/${host}`).kind).toBe('error')
  })

  test.each([...hostile.filter((text) => !['a..b', 'HEAD', 'a.lock'].includes(text)), 'constructor'])(
    'environment %p',
    (environment) => {
      const parsed = said(`deploy hubot to ${environment}`)
      // A slash begins the host list; both halves have to be names.
      expect(parsed.kind).toBe('error')
    },
  )

  test.each(hostile.filter((text) => text !== 'HEAD'))('task %p', (task) => {
    expect(said(`deploy:${task} hubot`).kind).toBe('error')
  })
})

describe('what is wrong is said of', () => {
  test.each([
    [
      'hubot/HEAD',
      '"HEAD" cannot be a branch, tag or commit: to git it is whatever is checked out, and nothing is here',
    ],
    ['hubot/@', '"@" cannot be a branch, tag or commit: to git it is whatever is checked out, and nothing is here'],
    ['hubot/a..b', '"a..b" cannot be a branch, tag or commit: to git ".." is a range of commits'],
    ['hubot/main.lock', '"main.lock" cannot be a branch, tag or commit: git lets no part of a name end in ".lock"'],
    ['hubot/-x', '"-x" cannot be a branch, tag or commit: it begins with "-"'],
    ['hubot/v1.', '"v1." cannot be a branch, tag or commit: it ends with "."'],
    ['hubot/a//b', '"a//b" cannot be a branch, tag or commit: "//" stands in it'],
    [`hubot/${'a'.repeat(245)}`, `"${'a'.repeat(60)}…" cannot be a branch, tag or commit: it is too long`],
    [
      'hubot/main\u202Ex',
      String.raw`"main\u202ex" cannot be a branch, tag or commit: "\u202e" stands in it, and only letters, digits and . _ / + @ # = - may`,
    ],
    ['hubot to staging/a,', 'there is a comma too many in the list of hosts'],
    ['hubot to staging/a, b', 'there must be no blanks in the list of hosts'],
  ])('%j', (text, says) => {
    expect(said(`deploy ${text}`)).toMatchObject({ kind: 'error', says })
  })
})

test('a reason is trimmed, printable and at most 500 characters', () => {
  const reasonOf = (text: string) => {
    const parsed = said(`deploy hubot because ${text}`)
    return parsed.kind === 'command' && parsed.command.action === 'deploy' ? parsed.command.reason : undefined
  }
  expect(reasonOf('  a\tb \u0007\u202Ec ')).toBe('a b c')
  expect(reasonOf('x'.repeat(600))).toHaveLength(500)
  expect(reasonOf(`${'x'.repeat(499)}🚀`)).toBe('x'.repeat(499))
  expect(reasonOf('it broke because of me')).toBe('it broke because of me')
  expect(reasonOf('ticket 123456')).toBe('ticket 123456')
})
