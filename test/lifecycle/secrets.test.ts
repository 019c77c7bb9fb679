import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { askApi } from './ask-api.ts'
import { openWorld, until, type World } from './world.ts'

const longMs = 20_000
const password = 'Tr0ub4dor&3/of a+horse?'
const otp = '918273'
const key = 'cccjgjgkhcbbirdrfdnlnghhfgrtnnlgedjlftrbdeut'

/** Says the password in every way a careless script would, and GitHub's token if it can find it. */
const script = `
printf 'plain %s\\n' "$DB_PASSWORD"
printf 'base64 %s\\n' "$(printf %s "$DB_PASSWORD" | base64 -w0)"
printf 'base64 of a pair %s\\n' "$(printf 'deploy:%s' "$DB_PASSWORD" | base64 -w0)"
printf 'url %s\\n' 'Tr0ub4dor%263%2Fof%20a%2Bhorse%3F'
printf 'form %s\\n' 'Tr0ub4dor%263%2Fof+a%2Bhorse%3F'
printf 'json "%s"\\n' 'Tr0ub4dor&3\\/of a+horse?'
printf 'hex %s\\n' "$(printf %s "$DB_PASSWORD" | od -An -tx1 | tr -d ' \\n')"
printf 'split Tr0ub4'; sleep 0.2; printf 'dor&3/of a+horse?\\n'
printf 'colour Tr0ub\\033[31m4dor&3/of\\033[0m a+horse?\\n'
printf 'over Tr0ub\\b\\bub4dor&3/of a+horse?\\n'
printf 'error %s\\n' "$DB_PASSWORD" >&2
printf 'environment '; env | tr '\\n' ' '; printf '\\n'
printf 'no end %s' "$DB_PASSWORD"
`

let world: World
beforeAll(async () => {
  world = await openWorld({
    env: { DB_PASSWORD: password, LOG_LEVEL: 'trace' },
    commandEnv: { DB_PASSWORD: { env: 'DB_PASSWORD' } },
  })
}, 60_000)
afterAll(() => world.close())

const isFinal = (states: readonly string[]) => states.includes('success') || states.includes('failure')

const get = async (path: string) => (await fetch(`${world.slipway.url}${path}`)).text()

/** Everything that anybody can come to see, by where it is seen. */
async function everywhere(id: number): Promise<{ readonly [place: string]: string }> {
  const { engine } = world.slipway.ports
  const entries = await engine.store.list('', { limit: 10_000 })
  return {
    'the log': await get(`/api/deployments/${id}/log`),
    'the log as it is followed': await get(`/api/deployments/${id}/log?follow=1`),
    'the deployment': await get(`/api/deployments/${id}`),
    'the list of deployments': await get('/api/deployments'),
    'its page': await get(`/deployments/${id}`),
    'the first page': await get('/'),
    chat: world.heard(),
    'the process’s own log': world.logs(),
    'what GitHub was sent': JSON.stringify(world.github.requests()),
    'what GitHub keeps': JSON.stringify(world.web.deployments()),
    'the store': JSON.stringify(entries),
  }
}

describe('a command that says a secret in every spelling', () => {
  let seen: { readonly [place: string]: string }
  let id: number
  beforeAll(async () => {
    await world.web.commit('main', { files: { says: script, exit: '7' } })
    world.says('deploy web to production')
    await world.hears(/to production failed/, longMs)
    await until(() => world.states().at(-1) === 'failure' || undefined, longMs)
    id = world.latest()?.id ?? 0
    world.says(`logs #${id}`)
    await world.hears(/the end of the log of #/, longMs)
    await until(() => world.heard().includes('no end') || undefined, longMs)
    await askApi(world, `logs #${id}`)
    seen = await everywhere(id)
  }, 60_000)

  test('was heard, all of it', () => {
    for (const word of [
      'plain',
      'base64',
      'base64 of a pair',
      'url',
      'form',
      'json',
      'hex',
      'split',
      'colour',
      'over',
      'error',
      'no end',
    ])
      expect(seen['the log']).toMatch(new RegExp(`^${word} [^\\n]*\\[redacted\\]`, 'm'))
    expect(seen['its page']).toContain('[redacted]')
    expect(seen['chat']).toContain('[redacted]')
  })

  const spellings = {
    plain: password,
    'half of it': 'dor&3/of',
    base64: Buffer.from(password).toString('base64').slice(0, -4),
    'base64 of a pair': Buffer.from(`deploy:${password}`).toString('base64').slice(12, -4),
    'URL-encoded': encodeURIComponent(password),
    'form-encoded': new URLSearchParams({ p: password }).toString().slice(2),
    hex: Buffer.from(password).toString('hex'),
  }
  test.each(Object.entries(spellings))('%s is nowhere to be seen', (_, spelling) => {
    for (const [place, text] of Object.entries(seen))
      expect({ place, found: text.includes(spelling) }).toEqual({ place, found: false })
  })

  test('neither is GitHub’s token, nor the secret of the webhook', () => {
    for (const [place, text] of Object.entries(seen))
      for (const secret of [world.github.token, world.env['GITHUB_WEBHOOK_SECRET'] ?? ''])
        expect({ place, found: text.includes(secret) }).toEqual({ place, found: false })
  })

  test('the environment of the command holds what is configured and nothing else of ours', () => {
    const names = /^environment (.*)$/m.exec(seen['the log'] ?? '')?.[1] ?? ''
    expect(names).toMatch(/DEPLOY_SHA=/)
    expect(names).not.toMatch(/GITHUB_TOKEN|GITHUB_WEBHOOK_SECRET|REDIS_URL|HUBOT/)
  })
})

describe('a one-time password', () => {
  test.each([
    ['six digits', `deploy web to staging ${otp}`],
    ['six digits without an environment', `deploy web ${otp}`],
    ['a key', `deploy web to staging ${key}`],
    ['a key at the end of a reason', `deploy web to staging because it is late ${key}`],
    ['six digits that are mistyped', `deploy web to staging ${otp}x`],
    ['a key after a word too many', `deploy web to staging please ${key}`],
  ])('%s is read and is nowhere afterwards', async (_, text) => {
    const answer = await askApi(world, text)
    expect(answer.text).not.toMatch(new RegExp(`${otp}|${key}`))
    const answered = () => world.heard().split('slipway 0').length
    const before = answered()
    world.says(text)
    world.says('deploy:version')
    await until(() => answered() > before || undefined, longMs)
    await until(() => world.web.deployments().every(({ id }) => isFinal(world.states(id))) || undefined, longMs)
    const seen = await everywhere(world.latest()?.id ?? 0)
    for (const [place, all] of Object.entries(seen))
      expect({ place, found: all.includes(otp) || all.includes(key) }).toEqual({ place, found: false })
  })
})
