import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { runDoctor } from '../../bin/commands/doctor.ts'
import { oauthClient } from '../../sandbox/github/oauth.ts'
import { openWorld, webhookSecret, type World } from '../lifecycle/world.ts'

const longMs = 60_000
let world: World
let dir: string
let slackUrl: string
/** Where nothing listens any more. */
let nowhere: string
/** Slack, and at /heroku a Heroku that knows nobody. */
const slack = createServer((request, response) => {
  if (request.url?.startsWith('/heroku')) {
    response.writeHead(401, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ id: 'unauthorized', message: 'Invalid credentials provided.' }))
    return
  }
  const token = request.headers.authorization?.replace('Bearer ', '')
  const known = token === 'xoxb-good' || token === 'xapp-good'
  const scopes = 'app_mentions:read,channels:history,chat:write,im:history,users:read'
  response.setHeader('x-oauth-scopes', scopes)
  response.end(JSON.stringify(known ? { ok: true, user: 'slip', team: 'acme' } : { ok: false, error: 'invalid_auth' }))
})

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'slipway-doctor-'))
  await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve))
  const gone = createServer()
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
  nowhere = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`
  await new Promise((resolve) => gone.close(resolve))
  slackUrl = `http://127.0.0.1:${(slack.address() as AddressInfo).port}/api`
  world = await openWorld({ web: { deployers: ['@acme/platform', 'api:local'] } })
  world.github.setTeam('acme/platform', ['octocat'])
}, longMs)
afterAll(async () => {
  await world.close()
  slack.close()
  await rm(dir, { recursive: true })
})

async function doctor(changes: NodeJS.ProcessEnv = {}): Promise<{ code: number; text: string }> {
  const out = new PassThrough()
  const env = {
    ...world.env,
    PUBLIC_URL: world.slipway.url,
    SLIPWAY_KEY: '0'.repeat(64),
    GITHUB_CLIENT_ID: oauthClient.id,
    SLACK_API_URL: slackUrl,
    HUBOT_SLACK_BOT_TOKEN: 'xoxb-good',
    HUBOT_SLACK_APP_TOKEN: 'xapp-good',
    ...changes,
  }
  const code = await runDoctor(env, out)
  return { code, text: String(out.read()) }
}

/** What is broken, each with what to do. */
const brokenIn = (text: string) =>
  [...text.matchAll(/^BROKEN {2}([^\n]+)\n\s+→ ([^\n]+)$/gm)].map(([, what, next]) => `${what} → ${next}`)

test(
  'finds nothing broken where everything works, and a ping really comes back',
  async () => {
    const { code, text } = await doctor()
    expect(brokenIn(text)).toEqual([])
    expect(code).toBe(0)
    for (const line of [
      'ok      web: a ping from acme/web came back to us',
      'ok      web: acme/web can be deployed with GITHUB_TOKEN',
      'ok      GITHUB_TOKEN: GitHub knows it as slip',
      'ok      @acme/platform: can be read',
      'ok      GITHUB_CLIENT_ID: GitHub begins its device flow',
      'ok      HUBOT_SLACK_BOT_TOKEN: Slack knows it as slip of acme',
      'ok      HUBOT_SLACK_APP_TOKEN: Slack knows it as slip of acme',
      `ok      PUBLIC_URL: a Slipway answers at ${world.slipway.url}`,
      'ok      web/staging: the settings of shell are good; it cannot be asked for more',
    ])
      expect(text).toContain(line)
  },
  longMs,
)

describe('names what is broken, with what to do:', () => {
  const cases: [string, () => NodeJS.ProcessEnv, RegExp][] = [
    [
      'a token that GitHub refuses',
      () => ({ GITHUB_TOKEN: 'nobody-has-this' }),
      /^GITHUB_TOKEN: GitHub does not accept it.* → make a new one at /,
    ],
    ['no token', () => ({ GITHUB_TOKEN: '' }), /^GITHUB_TOKEN: is not set → set it to a token/],
    [
      'a GitHub that is not there',
      () => ({ GITHUB_API_URL: nowhere }),
      /^GITHUB_API_URL: .*connection refused.* → look at the network/,
    ],
    [
      'no webhook secret',
      () => ({ GITHUB_WEBHOOK_SECRET: '' }),
      /^GITHUB_WEBHOOK_SECRET: is not set → give the webhook/,
    ],
    [
      'a webhook that leads elsewhere',
      () => ({ PUBLIC_URL: slackUrl }),
      /^web: no webhook of acme\/web leads to .*\/api\/webhooks\/github → add one/,
    ],
    [
      'an address where something else answers',
      () => ({ PUBLIC_URL: slackUrl }),
      /^PUBLIC_URL: .*something else than Slipway .* → /,
    ],
    [
      'an address where nothing answers',
      () => ({ PUBLIC_URL: nowhere }),
      /^PUBLIC_URL: .*connection refused.* → start the server/,
    ],
    ['an engine that is not there', () => ({ REDIS_URL: 'redis://127.0.0.1:1' }), /^REDIS_URL: .*127\.0\.0\.1:1.* → /],
    [
      'a key that is none',
      () => ({ SLIPWAY_KEY: 'short' }),
      /^SLIPWAY_KEY: is not 32 bytes .* → make one with openssl/,
    ],
    ['no key', () => ({ SLIPWAY_KEY: '' }), /^SLIPWAY_KEY: is not set, so `link github` .* → set it/],
    [
      'a client id that GitHub does not know',
      () => ({ GITHUB_CLIENT_ID: 'Iv0' }),
      /^GITHUB_CLIENT_ID: .*knows no such client id → copy/,
    ],
    [
      'a Slack token that Slack refuses',
      () => ({ HUBOT_SLACK_BOT_TOKEN: 'xoxb-bad' }),
      /^HUBOT_SLACK_BOT_TOKEN: Slack refuses it: invalid_auth → /,
    ],
    [
      'Slack tokens in each other’s place',
      () => ({ HUBOT_SLACK_APP_TOKEN: 'xoxb-good' }),
      /^HUBOT_SLACK_APP_TOKEN: does not begin with xapp-.* → /,
    ],
    [
      'an apps.json that is not there',
      () => ({ HUBOT_DEPLOY_APPS_JSON: '/nowhere.json' }),
      /^\/nowhere\.json: is not there; write one.* → /,
    ],
  ]
  test.each(cases)(
    '%s',
    async (_, changes, says) => {
      const { code, text } = await doctor(changes())
      expect(brokenIn(text)).toContainEqual(expect.stringMatching(says))
      expect(code).toBe(1)
    },
    longMs,
  )

  test('a key of an App that is none, once', async () => {
    const { text } = await doctor({ GITHUB_TOKEN: '', GITHUB_APP_ID: '7', GITHUB_APP_PRIVATE_KEY: 'no key' })
    expect(brokenIn(text).filter((line) => line.includes('GITHUB_APP_PRIVATE_KEY is not an RSA'))).toHaveLength(1)
  })

  test('a server that is not where SLIPWAY_URL says', async () => {
    const { text } = await doctor({ SLIPWAY_URL: nowhere })
    expect(brokenIn(text)).toContainEqual(expect.stringMatching(/^SLIPWAY_URL: .*connection refused.* → start it/))
  })

  test(
    'six things at once',
    async () => {
      const { text } = await doctor({
        GITHUB_TOKEN: 'nobody-has-this',
        GITHUB_WEBHOOK_SECRET: '',
        PUBLIC_URL: 'no address',
        SLIPWAY_KEY: 'short',
        HUBOT_SLACK_BOT_TOKEN: 'xoxb-bad',
        HUBOT_DEPLOY_APPS_JSON: '/nowhere.json',
      })
      const names = brokenIn(text).map((line) => line.split(':')[0])
      expect(new Set(names)).toEqual(
        new Set([
          'GITHUB_TOKEN',
          'GITHUB_WEBHOOK_SECRET',
          'PUBLIC_URL',
          'SLIPWAY_KEY',
          'HUBOT_SLACK_BOT_TOKEN',
          '/nowhere.json',
        ]),
      )
      expect(text).not.toMatch(/nobody-has-this|xoxb-bad|xapp-good/)
    },
    longMs,
  )

  test(
    'a webhook with another secret',
    async () => {
      await world.github.setWebhook(`${world.slipway.url}/webhooks/github`, 'another secret')
      const { text } = await doctor()
      await world.github.setWebhook(`${world.slipway.url}/webhooks/github`, webhookSecret)
      expect(brokenIn(text)).toContainEqual(
        expect.stringMatching(/^GITHUB_WEBHOOK_SECRET: .*signed with another secret → set/),
      )
    },
    longMs,
  )

  test(
    'a repository that is not there, one we may not write to, and a provider without its settings',
    async () => {
      const file = join(dir, 'apps.json')
      const shell = { command: ['true'] }
      await writeFile(
        file,
        JSON.stringify({
          gone: { repository: 'acme/gone', provider: 'shell', shell, environments: ['qa'] },
          teams: {
            repository: 'acme/web',
            provider: 'shell',
            shell,
            environments: ['qa'],
            deployers: ['@acme/nobody'],
          },
          bare: { repository: 'acme/web', provider: 'shell', environments: ['production'] },
        }),
      )
      const { text } = await doctor({ HUBOT_DEPLOY_APPS_JSON: file })
      const found = brokenIn(text)
      expect(found).toContainEqual(
        expect.stringMatching(/^gone: GitHub does not show us acme\/gone.* → correct "repository"/),
      )
      expect(found).toContainEqual(
        expect.stringMatching(/^@acme\/nobody: GitHub does not show us this team.* → correct its name/),
      )
      expect(text).toMatch(/apps\.json: bare.*\n\s+→ /)
    },
    longMs,
  )
})

test(
  'a platform that refuses us, and a variable that is not set',
  async () => {
    const file = join(dir, 'platforms.json')
    const heroku = { repository: 'acme/web', provider: 'heroku', heroku: { app: 'web' } }
    await writeFile(
      file,
      JSON.stringify({ one: { ...heroku, environments: ['qa'] }, two: { ...heroku, environments: ['production'] } }),
    )
    const unset = await doctor({ HUBOT_DEPLOY_APPS_JSON: file })
    expect(brokenIn(unset.text)).toContainEqual(
      expect.stringMatching(/^one\/qa: heroku: HEROKU_API_KEY is not set.* → mend what it names/),
    )
    const refused = await doctor({
      HUBOT_DEPLOY_APPS_JSON: file,
      HEROKU_API_KEY: 'a-key-of-heroku',
      HEROKU_API_URL: slackUrl.replace('/api', '/heroku'),
    })
    expect(brokenIn(refused.text)).toContainEqual(
      expect.stringMatching(/^two\/production: heroku: .*(401|Invalid credentials|key)/),
    )
    expect(refused.text).not.toContain('a-key-of-heroku')
  },
  longMs,
)

describe('a GitHub App', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = String(privateKey.export({ type: 'pkcs1', format: 'pem' }))
  const app = createServer((request, response) => {
    const answers: { [path: string]: unknown } = {
      '/app': { id: 7, slug: 'slipway-of-acme' },
      '/repos/acme/web/installation': {
        id: 5,
        permissions: { deployments: 'read', contents: 'write', metadata: 'read' },
      },
      '/app/hook/config': { url: 'https://elsewhere.example/webhooks/github' },
      '/app/hook/deliveries': [],
    }
    const body = answers[String(request.url).replace(/\?.*/, '')]
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body ?? { message: 'Not Found' }))
  })
  beforeAll(() => new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve)))
  afterAll(() => void app.close())

  test(
    'is told which permissions it lacks and where its webhook leads',
    async () => {
      const { code, text } = await doctor({
        GITHUB_TOKEN: '',
        GITHUB_APP_ID: '7',
        GITHUB_APP_PRIVATE_KEY: key,
        GITHUB_API_URL: `http://127.0.0.1:${(app.address() as AddressInfo).port}`,
      })
      expect(text).toContain('ok      GITHUB_APP_ID: GitHub knows it as the App slipway-of-acme')
      const found = brokenIn(text)
      expect(found).toContainEqual(
        expect.stringMatching(
          /^web: the App lacks deployments: write, statuses: read, checks: read on acme\/web → add that/,
        ),
      )
      expect(found).toContainEqual(
        expect.stringMatching(/^the App's webhook: leads to https:\/\/elsewhere.* → set it to /),
      )
      expect(code).toBe(1)
    },
    longMs,
  )
})

test('without any configuration says that the sandbox needs none', async () => {
  const out = new PassThrough()
  expect(await runDoctor({ PATH: process.env['PATH'] }, out)).toBe(0)
  expect(String(out.read())).toContain('runs the sandbox')
})
