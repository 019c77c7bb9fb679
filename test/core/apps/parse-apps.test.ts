import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { AppsError } from '../../../core/apps/errors.ts'
import { parseApps, type AppsOptions } from '../../../core/apps/parse-apps.ts'
import { report } from '../../../core/apps/report.ts'

const shell = z.strictObject({
  command: z.array(z.string()),
  timeout: z.string().optional(),
  env: z.record(z.string(), z.unknown()).optional(),
})
const providers = new Map([['shell', { settings: shell }]])

const good = { provider: 'shell', repository: 'acme/good', environments: { production: {} }, shell: { command: ['x'] } }

const read = (value: unknown, options?: AppsOptions) =>
  parseApps(typeof value === 'string' ? value : JSON.stringify(value), 'apps.json', providers, options)

/** Problems of one app beside a good one. */
const lines = (entry: unknown): string[] =>
  report(read({ good, webapp: entry })).map((line) => line.replace(/^apps\.json: /, ''))

const entry = (more: object) => ({ ...good, repository: 'acme/webapp', ...more })

describe('the file as a whole', () => {
  test.each([
    ['', 'apps.json: line 1, column 1 is not JSON: the text ends where a value is expected'],
    ['{"a": 1,\n  b: 2}', 'apps.json: line 2, column 3 is not JSON: a key in double quotes is expected here'],
    ['{"a": 1,\n}', 'apps.json: line 2, column 1 is not JSON: there must be no comma before "}"'],
    ['{"a": [1 2]}', 'apps.json: line 1, column 10 is not JSON: "," or "]" is expected here'],
    ['{"a": {}', 'apps.json: line 1, column 9 is not JSON: the text ends where "," or "}" is expected'],
    ['// apps\n{}', 'apps.json: line 1, column 1 is not JSON: JSON has no comments'],
    ["{'a': 1}", 'apps.json: line 1, column 2 is not JSON: JSON wants double quotes'],
    ['{"a": "x}', 'apps.json: line 1, column 7 is not JSON: this string is not closed, or holds a control character'],
    ['{"a": 01}', 'apps.json: line 1, column 7 is not JSON: a value is expected here'],
    ['{} {}', 'apps.json: line 1, column 4 is not JSON: nothing may follow the closing bracket'],
  ])('%p', (text, message) => {
    expect(() => read(text)).toThrow(new AppsError('apps.json', '', message.replace('apps.json: ', '')))
  })

  test('a syntax error never quotes the file: it may hold a token', () => {
    expect(() => read('{"a": {"github_token": ghp_secret}}')).toThrow(/^(?!.*ghp_secret)/s)
  })

  test.each([['[]'], ['"x"'], ['null'], ['{}'], ['{"$schema": "x"}']])(
    '%s has no app and says what one looks like',
    (text) => {
      expect(() => read(text)).toThrow('{"webapp": {"provider": "shell"')
    },
  )

  test('a file without one good app is refused with every problem', () => {
    expect(() => read({ a: 3, b: { provider: 'shell' } })).toThrow(
      'apps.json: has no app that can be deployed:\napps.json: a must be an object\napps.json: b.repository is missing',
    )
  })

  test('a byte order mark is no syntax error', () => {
    expect(read(`\uFEFF${JSON.stringify({ good })}`).list).toHaveLength(1)
  })
})

describe('one bad app does not take the good ones down', () => {
  const apps = read({ good, bad: { repository: 'nope' } })

  test('the good one is found in any case', () => {
    expect(apps.find('GOOD')?.name).toBe('good')
    expect(apps.byRepository('Acme/Good').map((app) => app.name)).toEqual(['good'])
  })

  test('the bad one is refused by name, with why', () => {
    expect(apps.find('bad')).toBeUndefined()
    expect(apps.broken('Bad')).toBe('bad.repository must be owner/name, such as "acme/webapp"')
    expect(apps.broken('good')).toBeUndefined()
  })

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('%s is no app', (name) => {
    expect(apps.find(name)).toBeUndefined()
    expect(apps.broken(name)).toBeUndefined()
    expect(apps.find('good')?.target(name)).toBeUndefined()
  })

  test('nor can it be made one', () => {
    const apps = read(`{"good": ${JSON.stringify(good)}, "__proto__": ${JSON.stringify(good)}}`)
    expect(apps.list.map((app) => app.name)).toEqual(['good'])
    expect(apps.broken('__proto__')).toContain('cannot be the name of an app')
  })
})

describe('apps that cannot be told apart', () => {
  test('by case', () => {
    const apps = read({ good, Web: entry({}), web: entry({}) })
    expect(apps.list.map((app) => app.name)).toEqual(['good'])
    expect(apps.broken('web')).toContain('cannot be told apart')
  })

  test('by being there twice, which JSON would let pass', () => {
    const text = `{"good": ${JSON.stringify(good)}, "web": ${JSON.stringify(good)}, "web": ${JSON.stringify(good)}}`
    expect(report(read(text))).toEqual(['apps.json: web is there twice'])
  })

  test('environments that differ in case', () => {
    expect(lines(entry({ environments: { QA: {}, qa: {} } }))).toEqual([
      'webapp.environments names "QA" and "qa", which cannot be told apart',
    ])
  })

  test('the same repository and environment may be shared', () => {
    const apps = read({
      one: entry({ environments: { Production: {}, qa: {} } }),
      two: entry({ repository: 'Acme/WebApp' }),
    })
    expect(apps.find('one')?.target('production')?.shared).toBe(true)
    expect(apps.find('one')?.target('qa')?.shared).toBe(false)
    expect(apps.find('two')?.target('production')?.shared).toBe(true)
  })
})

describe('every mistake is named with its place', () => {
  test.each([
    [{ enironments: {} }, 'webapp.enironments is not a key; did you mean "environments"?'],
    [{ requiredContexts: [] }, 'webapp.requiredContexts is not a key; did you mean "required_contexts"?'],
    [{ colour: 'red' }, 'warning: webapp.colour is not a key: it has no effect'],
    [{ environments: { qa: { rom: 'x' } } }, 'warning: webapp.environments.qa.rom is not a key: it has no effect'],
    [
      { environments: { qa: { deployer: [] } } },
      'webapp.environments.qa.deployer is not a key; did you mean "deployers"?',
    ],
    [
      { heroku_api_key: 'abc' },
      'webapp.heroku_api_key is not a key and looks like a secret: keep its value in the environment and write {"env": "HEROKU_API_KEY"} in its place',
    ],
    [{ heroku_api_key: { env: 'X' } }, 'warning: webapp.heroku_api_key is not a key: it has no effect'],
    [{ provider: 'shel' }, 'webapp.provider "shel" is not a provider; did you mean "shell"?'],
    [{ repository: 'webapp' }, 'webapp.repository must be owner/name, such as "acme/webapp"'],
    [{ required_contexts: 'ci' }, 'webapp.required_contexts must be a list, not text'],
    [{ heroku_production_name: 3 }, 'webapp.heroku_production_name must be text'],
    [{ auto_merge: 'yes' }, 'webapp.auto_merge must be true or false, not text'],
    [{ environments: 3 }, 'webapp.environments must be a list of names, or an object of names with their rules'],
    [{ environments: {} }, 'webapp.environments names no environment'],
    [
      { environments: { 'a b': {} } },
      'webapp.environments names "a b", which chat could not name: letters, digits and . _ - only, at most 63',
    ],
    [{ environments: { qa: { room: 3 } } }, 'webapp.environments.qa.room must be text, not a number'],
    [
      { environments: { qa: { verify: [{ for: '2 minutes' }] } } },
      'webapp.environments.qa.verify[0].for must be a length of time such as "90s", "10m", "2h" or "3d"',
    ],
    [
      { environments: { qa: { windows: [{ from: '9', to: '15:00', zoen: 'x' }] } } },
      'webapp.environments.qa.windows[0].from must be a time such as "09:00"',
    ],
    [{ environments: { qa: { rollback: 'yes' } } }, 'webapp.environments.qa.rollback must be "auto" or "ask" or "off"'],
    [
      { environments: { qa: { after: 'stagnig' }, staging: {} } },
      'webapp.environments.qa.after names "stagnig", which is no environment of webapp; did you mean "staging"?',
    ],
    [{ default_environment: 'qa' }, 'webapp.default_environment names "qa", which is no environment of webapp'],
    [{ github_token: { env: 'NOT_SET_ANYWHERE' } }, 'webapp.github_token names NOT_SET_ANYWHERE, which is not set'],
    [
      { github_token: 'ghp_literal' },
      'warning: webapp.github_token is a literal token: put it into an environment variable and write {"env": "NAME"}',
    ],
    [
      { payload: { deploy_token: 'abc' } },
      'webapp.payload.deploy_token looks like a secret, and the payload is published to all who can read the repository',
    ],
    [
      { deploy_script: '../evil.sh' },
      'webapp.deploy_script must be a path inside the repository, such as "script/deploy.sh"',
    ],
    [
      { provider: undefined },
      'warning: webapp.provider is missing: deploys are refused until it says who carries them out',
    ],
  ])('%j', (more, line) => {
    const told = lines(entry(more))
    expect(told).toContain(line)
    expect(told.join('\n')).not.toMatch(/ghp_literal|abc/)
  })

  test('settings of a provider, where they stand', () => {
    expect(lines(entry({ shell: { command: 'x' } }))).toEqual(['webapp.shell.command must be a list, not text'])
    expect(lines(entry({ shell: {} }))).toEqual(['webapp.shell.command is missing'])
    expect(lines(entry({ environments: { qa: { shell: { command: 3 } }, staging: {} } }))).toEqual([
      'webapp.environments.qa.shell.command must be a list, not a number',
    ])
    expect(lines(entry({ shell: { command: ['x'], timout: '3m' } }))).toEqual([
      'webapp.shell.timout is not a key; did you mean "timeout"?',
    ])
    expect(lines(entry({ environments: { qa: { shell: { api_token: 'abc' } } } }))).toEqual([
      'webapp.environments.qa.shell.api_token is not a key and looks like a secret: keep its value in the environment and write {"env": "API_TOKEN"} in its place',
    ])
  })

  test('in an old-style entry misspellings are warnings', () => {
    const apps = read({ web: { ...good, environments: ['qa'], requird_contexts: [], provider: 'shel' } })
    expect(report(apps)).toEqual([
      'apps.json: warning: web.requird_contexts is not a key; did you mean "required_contexts"?',
      'apps.json: warning: web.provider "shel" is not a provider; did you mean "shell"?',
    ])
  })
})

describe('git', () => {
  test.each([
    'https://git.example/acme/x.git',
    'ssh://git@git.example:2222/acme/x.git',
    'git@git.example:acme/x.git',
    'file:///srv/git/x.git',
  ])('%s may be cloned', (git) => expect(lines(entry({ git }))).toEqual([]))

  test.each([
    ['--upload-pack=touch x', 'looks like an option'],
    ['ext::sh -c touch% x', 'without blanks'],
    ['ext::sh', 'remote helper'],
    ['ssh://-oProxyCommand=x/y', 'must'],
    ['git@-oProxyCommand=x:y', 'must be'],
    ['https://user:hunter2@git.example/x', 'holds a password'],
    ['https://hunter2@git.example/x', 'holds credentials'],
    ['http://git.example/x', 'must be an https'],
    ['/srv/git/x', 'must be an https'],
    ['host:-x', 'must be'],
  ])('%s is refused', (git, why) => {
    const told = lines(entry({ git })).join('\n')
    expect(told).toContain('webapp.git')
    expect(told).toContain(why)
    expect(told).not.toContain('hunter2')
  })
})

test('environment wins over app; objects in settings merge key by key, secrets and lists do not', () => {
  const apps = read({
    web: entry({
      room: 'general',
      shell: { command: ['a', 'b'], env: { ONE: '1', KEY: { env: 'A' } } },
      environments: {
        qa: { room: 'qa', shell: { command: ['c'], env: { TWO: '2', KEY: { env: 'B' } } } },
        staging: {},
      },
    }),
  })
  expect(apps.find('web')?.target('qa')).toMatchObject({
    room: 'qa',
    settings: { command: ['c'], env: { ONE: '1', TWO: '2', KEY: { env: 'B' } } },
  })
  expect(apps.find('web')?.target('staging')).toMatchObject({ room: 'general', settings: { command: ['a', 'b'] } })
})

test.each([
  [['qa', 'production'], {}, 'production'],
  [['qa', 'staging'], {}, undefined],
  [['qa'], {}, 'qa'],
  [['qa', 'production'], { defaultEnvironment: 'QA' }, 'qa'],
  [['staging', 'production'], { defaultEnvironment: 'stg' }, 'staging'],
  [['qa', 'production'], { defaultEnvironment: 'elsewhere' }, 'production'],
])('of %j the default is found (%j)', (environments, options, wanted) => {
  expect(read({ web: entry({ environments }) }, options).find('web')?.defaultEnvironment).toBe(wanted)
})

test('aliases apply only where no environment has that name', () => {
  const target = (environments: string[], name: string) =>
    read({ web: entry({ environments }) })
      .find('web')
      ?.target(name)?.environment
  expect(target(['staging', 'production'], 'STG')).toBe('staging')
  expect(target(['prod', 'production'], 'prod')).toBe('prod')
  expect(target(['qa'], 'prod')).toBeUndefined()
  expect(target(['Production'], 'production')).toBe('Production')
})
