import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { ConfigError } from '../../../core/config/config-error.ts'
import { readConfig } from '../../../core/config/read-config.ts'

const directory = mkdtempSync(join(tmpdir(), 'slipway-config-'))
afterAll(() => rmSync(directory, { recursive: true }))

const file = (name: string, content: string) => {
  const path = join(directory, name)
  writeFileSync(path, content)
  return path
}

const enough = { GITHUB_TOKEN: 'ghp_0123456789', GITHUB_WEBHOOK_SECRET: 'correct horse' }
const read = (env: NodeJS.ProcessEnv, ...roles: string[]) => readConfig({ ...enough, ...env }, roles)

function problems(env: NodeJS.ProcessEnv, ...roles: string[]): readonly string[] {
  try {
    readConfig(env, roles)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

describe('with only a token and a webhook secret', () => {
  const config = read({})

  test('all three roles run on the embedded engine', () => {
    expect(config.roles).toEqual(['chat', 'server', 'worker'])
    expect(config.engine).toEqual({ kind: 'embedded', dataDir: '.slipway' })
  })

  test('everything else has its documented default', () => {
    expect(config).toMatchObject({
      github: {
        credentials: { kind: 'token', token: 'ghp_0123456789' },
        webhookSecrets: ['correct horse'],
        apiUrl: 'https://api.github.com',
        graphqlUrl: 'https://api.github.com/graphql',
        serverUrl: 'https://github.com',
      },
      chat: { name: 'slip', adapter: 'shell', slack: { apiUrl: 'https://slack.com/api/' } },
      apps: { file: 'apps.json', prefix: 'deploy' },
      http: { host: '127.0.0.1', port: 8080, tokens: [] },
      running: { workerConcurrency: 8, maxEventAgeMs: 900_000, shutdownGraceMs: 300_000, keepLogsMs: 7_776_000_000 },
      logLevel: 'info',
    })
    expect(config.running.keepRecordsMs).toBeUndefined()
    expect(config.chat.alias).toBeUndefined()
  })
})

describe('what is missing', () => {
  test('is named all at once, one line each, with what to do', () => {
    expect(problems({})).toEqual([
      'GITHUB_WEBHOOK_SECRET is not set: give the webhook on GitHub a long random secret and set it here to the same',
      'GITHUB_TOKEN is not set: set it to a token with the scope repo, or set GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY',
    ])
  })

  test('the webhook secret is needed by the server alone', () => {
    const redis = { GITHUB_TOKEN: 'x', REDIS_URL: 'redis://127.0.0.1:6379' }
    expect(problems(redis, 'worker', 'chat')).toEqual([])
    expect(problems(redis, 'server')).toEqual([expect.stringContaining('GITHUB_WEBHOOK_SECRET is not set')])
  })

  test('Slack needs both of its tokens, but only where chat runs', () => {
    const half = { ...enough, HUBOT_SLACK_BOT_TOKEN: 'xoxb-1', DATABASE_URL: 'postgres://db/slipway' }
    expect(problems(half, 'chat')).toEqual([expect.stringMatching(/^HUBOT_SLACK_APP_TOKEN is not set: .*xapp-/)])
    expect(problems(half, 'worker')).toEqual([])
  })

  test('roles apart need an engine they can share, and are told why', () => {
    expect(problems(enough, 'chat', 'worker')).toEqual([
      'REDIS_URL or DATABASE_URL is not set: chat and worker alone cannot share the embedded engine, ' +
        'which belongs to one process; set one of them, or start all roles together',
    ])
    expect(problems(enough, 'worker', 'chat', 'server')).toEqual([])
  })

  test('an empty string is not a value: npm and compose files leave those behind', () => {
    expect(read({ HUBOT_NAME: '', PORT: ' ', REDIS_URL: '' })).toMatchObject({
      chat: { name: 'slip' },
      http: { port: 8080 },
      engine: { kind: 'embedded' },
    })
    expect(problems({ ...enough, GITHUB_TOKEN: '' })).toEqual([expect.stringMatching(/^GITHUB_TOKEN is not set/)])
  })
})

test.each([
  [{ PORT: '70000' }, 'PORT is "70000": write a whole number from 0 to 65535'],
  [{ PORT: 'http' }, 'PORT is "http": write a whole number from 0 to 65535'],
  [{ WORKER_CONCURRENCY: '0' }, 'WORKER_CONCURRENCY is "0": write a whole number from 1 to 1000'],
  [{ MAX_EVENT_AGE: 'soon' }, 'MAX_EVENT_AGE is "soon": write a length of time such as 90s, 15m, 2h or 90d'],
  [{ PUBLIC_URL: 'deploys.example' }, 'PUBLIC_URL is not an address: write one such as https://host.example'],
  [{ GITHUB_API_URL: 'ftp://x' }, 'GITHUB_API_URL is not an address: write one such as https://host.example'],
  [{ HUBOT_DEPLOY_PREFIX: 'ship it' }, 'HUBOT_DEPLOY_PREFIX is "ship it": write one word without blanks'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud": write one of fatal, error, warn, info, debug, trace, silent'],
  [{ SLIPWAY_KEY: 'short' }, 'SLIPWAY_KEY is not 32 bytes in hex or base64: make one with openssl rand -hex 32'],
  [{ REDIS_URL: 'localhost' }, 'REDIS_URL is not such an address: write one like redis://host:6379'],
  [
    { REDIS_URL: 'redis://a', DATABASE_URL: 'postgres://b/c' },
    'REDIS_URL and DATABASE_URL are both set: keep the one that everything should be stored in',
  ],
  [
    { GITHUB_APP_ID: '7', GITHUB_APP_PRIVATE_KEY: 'pem' },
    'GITHUB_TOKEN and GITHUB_APP_ID are both set: keep the one that Slipway should act with',
  ],
  [{ API_TOKENS: 'ci' }, 'API_TOKENS: entry 1 is not name:token: write ci:LONG-RANDOM-TOKEN or ci:sha256:HEX'],
])('%j stops the start', (env, problem) => {
  expect(problems({ ...enough, ...env })).toEqual([problem])
})

test('a role that there is not stops the start', () => {
  expect(problems(enough, 'chat', 'boss')).toEqual(['There is no role "boss": the roles are chat, server, worker'])
})

describe('NAME_FILE', () => {
  test('gives the value without the line break at its end', () => {
    const config = readConfig({ ...enough, GITHUB_TOKEN: '', GITHUB_TOKEN_FILE: file('token', 'ghp_fromfile\n') }, [])
    expect(config.github.credentials).toEqual({ kind: 'token', token: 'ghp_fromfile' })
    expect(config.secrets).toContain('ghp_fromfile')
  })

  test('and NAME together are refused', () => {
    expect(problems({ ...enough, GITHUB_TOKEN_FILE: file('token', 'x') })).toContain(
      'GITHUB_TOKEN and GITHUB_TOKEN_FILE are both set: keep one of them',
    )
  })

  test('that cannot be read, or is empty, is named', () => {
    const missing = join(directory, 'missing')
    expect(problems({ ...enough, API_TOKENS_FILE: missing })).toEqual([
      `API_TOKENS_FILE: cannot read ${missing} (ENOENT): name a file that this user may read`,
    ])
    const empty = file('empty', '\n')
    expect(problems({ ...enough, HUBOT_NAME_FILE: empty })).toEqual([
      `HUBOT_NAME_FILE: ${empty} is empty: write the value into it`,
    ])
  })
})

describe('GitHub', () => {
  test('hubot-deploy names are understood, ours come first', () => {
    const old = { HUBOT_GITHUB_TOKEN: 'old', HUBOT_GITHUB_API: 'https://ghe.example/api/v3/' }
    expect(readConfig({ ...old, GITHUB_WEBHOOK_SECRET: 's' }, []).github).toMatchObject({
      credentials: { token: 'old' },
      apiUrl: 'https://ghe.example/api/v3',
    })
    expect(read(old).github.credentials).toMatchObject({ token: 'ghp_0123456789' })
  })

  test.each([
    ['https://ghe.example/api/v3', 'https://ghe.example/api/graphql', 'https://ghe.example'],
    ['https://api.acme.ghe.com', 'https://api.acme.ghe.com/graphql', 'https://acme.ghe.com'],
    ['http://127.0.0.1:4001', 'http://127.0.0.1:4001/graphql', 'http://127.0.0.1:4001'],
  ])('%s has its GraphQL and its pages where they belong', (GITHUB_API_URL, graphqlUrl, serverUrl) => {
    expect(read({ GITHUB_API_URL }).github).toMatchObject({ graphqlUrl, serverUrl })
  })

  test('an App needs its id and its key, whose line breaks may be written as \\n', () => {
    const app = { GITHUB_WEBHOOK_SECRET: 's', GITHUB_APP_ID: '7', GITHUB_APP_PRIVATE_KEY: 'BEGIN\\nkey\\nEND' }
    expect(readConfig(app, []).github.credentials).toEqual({ kind: 'app', appId: '7', privateKey: 'BEGIN\nkey\nEND' })
    expect(problems({ ...app, GITHUB_APP_PRIVATE_KEY: '' })).toEqual([
      expect.stringMatching(/^GITHUB_APP_PRIVATE_KEY is not set/),
    ])
    expect(problems({ ...app, GITHUB_APP_ID: '' })).toEqual([expect.stringMatching(/^GITHUB_APP_ID is not set/)])
  })

  test('several webhook secrets are a comma list', () => {
    expect(read({ GITHUB_WEBHOOK_SECRET: 'new, old,' }).github.webhookSecrets).toEqual(['new', 'old'])
  })
})

describe('API_TOKENS', () => {
  const sha256 = '81f8f6dde88365f3928796ec7aa53f72820b06db8664f5fe76a7eb13e24546a2'

  test('are kept as hashes, given in clear or hashed', () => {
    const { http } = read({ API_TOKENS: `ci:a-token-of-good-length,ops:sha256:${sha256.toUpperCase()}` })
    expect(http.tokens).toEqual([
      { name: 'ci', sha256: '62ad67ee063ebceb4208a64e2fb94b624324519a59e8d3f492524410957dae2f' },
      { name: 'ops', sha256 },
    ])
    expect(JSON.stringify(http)).not.toContain('a-token-of-good-length')
  })

  test('that are short work with a warning', () => {
    const config = read({ API_TOKENS: 'ci:short' })
    expect(config.http.tokens).toHaveLength(1)
    expect(config.warnings).toEqual(['API_TOKENS: the token of ci has fewer than 16 characters; make it longer'])
  })

  test.each([
    [
      'ci:one-token-of-good-length,ci:another-of-good-length',
      'API_TOKENS: ci is there twice: give every token a name of its own',
    ],
    ['ci:sha256:abc', 'API_TOKENS: ci:sha256: needs 64 hex digits: take them from sha256sum'],
  ])('%s is refused', (API_TOKENS, problem) => {
    expect(problems({ ...enough, API_TOKENS })).toEqual([problem])
  })
})

test('SLIPWAY_KEY is 32 bytes, in hex or base64', () => {
  const key = Buffer.alloc(32, 7)
  expect(read({ SLIPWAY_KEY: key.toString('hex') }).key).toEqual(key)
  expect(read({ SLIPWAY_KEY: key.toString('base64') }).key).toEqual(key)
})

test('secrets are collected for the redactor, passwords inside addresses too', () => {
  const config = read({ REDIS_URL: 'redis://:open-sesame@cache:6379', HEROKU_API_KEY: 'HRKU-123456' })
  expect(config.secrets).toEqual(
    expect.arrayContaining(['ghp_0123456789', 'correct horse', 'open-sesame', 'HRKU-123456']),
  )
})

test('no problem repeats a secret', () => {
  const text = problems({ ...enough, DATABASE_URL: 'mysql://root:hunter2@db', API_TOKENS: 'hunter2' }).join('\n')
  expect(text).toContain('DATABASE_URL')
  expect(text).not.toContain('hunter2')
})
