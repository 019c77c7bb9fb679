import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { oauthClient } from '../../sandbox/github/oauth.ts'
import { memorySurface } from '../scripts/memory-chat.ts'
import { askApi } from './ask-api.ts'
import { openWorld, until, type World, type WorldOptions } from './world.ts'

const longMs = 30_000
const key = 'c0ffee'.padEnd(64, '0')
const setUp = {
  GITHUB_CLIENT_ID: oauthClient.id,
  GITHUB_CLIENT_SECRET: oauthClient.secret,
  SLIPWAY_KEY: key,
  LOG_LEVEL: 'trace',
}

let world: World
async function open(options: WorldOptions = {}) {
  world = await openWorld({ env: setUp, ...options })
  world.github.account('octocat')
  world.github.oauth.settings.interval = 0.05
}
afterEach(() => world.close())

const codeIn = (text: string) => [...text.matchAll(/enter (\w+-\w+) at/g)].at(-1)?.[1] ?? ''

async function link(): Promise<void> {
  world.says('link github')
  await world.hears(/enter \w+-\w+ at http/)
  world.github.oauth.approve(codeIn(world.heard()), 'octocat')
  await world.hears(/you are octocat on GitHub\n/)
}

const ends = (id?: number) => until(() => (world.states(id).at(-1) === 'success' ? true : undefined), longMs)
const creates = () =>
  world.github.requests().filter(({ method, path }) => method === 'POST' && path.endsWith('/deployments'))

describe('somebody who is linked to GitHub', () => {
  beforeEach(() => open(), 60_000)

  test('has deployments made in their name, with statuses in the name of the bot; others have the bot’s', async () => {
    await link()
    world.says('deploy web to staging')
    await world.hears(/is out after/)
    await ends()
    expect(world.latest()).toMatchObject({ creator: 'octocat' })
    expect(new Set(world.latest()?.statuses.map(({ creator }) => creator))).toEqual(new Set(['slip']))

    const { deployment } = await askApi(world, 'deploy web to production')
    await ends(deployment)
    expect(world.latest()).toMatchObject({ id: deployment, creator: 'slip' })
  })

  test('has a token that is nowhere to be seen', async () => {
    await link()
    const [token = 'none'] = world.github.oauth.tokensOf('octocat')
    world.says('deploy web to staging')
    await world.hears(/is out after/)
    await ends()
    const { engine } = world.slipway.ports
    const get = async (path: string) => (await fetch(`${world.slipway.url}${path}`)).text()
    const seen = {
      'the store': JSON.stringify(await engine.store.list('', { limit: 10_000 })),
      'the log': world.logs(),
      chat: world.heard(),
      'the first page': await get('/'),
      'the page of the deployment': await get(`/deployments/${world.latest()?.id}`),
      'the API': await get('/api/deployments'),
      'what GitHub keeps': JSON.stringify(world.web.deployments()),
    }
    for (const [place, text] of Object.entries(seen)) {
      expect({ place, found: text.includes(token) }).toEqual({ place, found: false })
      expect({ place, found: text.includes(Buffer.from(token).toString('base64')) }).toEqual({ place, found: false })
    }
    expect(seen['the store']).toContain('links/shell:alice')
  })

  test('is refused, not passed off as the bot, when GitHub takes the token no more', async () => {
    await link()
    world.github.oauth.revokeAll('octocat')
    world.says('deploy web to staging')
    await world.hears(/cannot be asked for in the name of octocat: .*\n.*`link github` again/)
    expect(world.web.deployments()).toEqual([])
    world.says('who am i')
    await world.hears(/GitHub refuses the token of octocat/)
    world.says('unlink github')
    await world.hears(/not linked to octocat any more/)
    world.says('deploy web to staging')
    await world.hears(/is out after/)
    expect(world.latest()).toMatchObject({ creator: 'slip' })
  })

  test('is refused what GitHub does not let them do', async () => {
    world.github.account('reader', { access: 'read' })
    world.says('link github')
    await world.hears(/enter \w+-\w+ at http/)
    world.github.oauth.approve(codeIn(world.heard()), 'reader')
    await world.hears(/you are reader on GitHub\n/)
    world.says('deploy web to staging')
    await world.hears(/GitHub does not let reader deploy acme\/web/)
    expect(creates()).toHaveLength(1)
    expect(world.web.deployments()).toEqual([])
  })

  test('unlinks: the token is gone here and there', async () => {
    await link()
    world.says('unlink github')
    await world.hears(/not linked to octocat any more.*\n.*GitHub has taken it back/)
    expect(world.github.oauth.tokensOf('octocat')).toEqual([])
    expect(await world.slipway.ports.records.links.list()).toEqual([])
    world.says('unlink github')
    await world.hears(/alice is not linked to GitHub/)
  })

  test('has a token that ends renewed before it does, once', async () => {
    world.github.oauth.settings.tokenLasts = 100
    await link()
    const before = world.github.oauth.tokensOf('octocat')
    world.says('deploy web to staging')
    world.says('deploy web to production')
    await world.hears(/(is out after[^]*){2}/)
    expect(world.web.deployments().map(({ creator }) => creator)).toEqual(['octocat', 'octocat'])
    expect(world.github.oauth.tokensOf('octocat')).toHaveLength(1)
    expect(world.github.oauth.tokensOf('octocat')).not.toEqual(before)
  })
})

describe('linking', () => {
  test('goes on over a restart', async () => {
    await open()
    world.says('link github')
    await world.hears(/enter \w+-\w+ at http/)
    await world.restart()
    world.github.oauth.approve(codeIn(world.heard()), 'octocat')
    await world.hears(/you are octocat on GitHub\n/)
  }, 60_000)

  test('keeps to the pace that GitHub asks for', async () => {
    await open()
    world.github.oauth.settings.interval = 0.5
    world.says('link github')
    await world.hears(/enter \w+-\w+ at http/)
    await until(
      () => world.github.requests().filter(({ path }) => path.endsWith('/access_token')).length > 2 || undefined,
    )
    world.github.oauth.approve(codeIn(world.heard()), 'octocat')
    await world.hears(/you are octocat on GitHub\n/)
  }, 60_000)

  test.each([
    ['refused there', () => world.github.oauth.deny(codeIn(world.heard())), /not linked to GitHub: it was refused/],
    ['forgotten', () => {}, /not linked to GitHub: the code was not typed in time/],
  ])(
    'that is %s ends with a word',
    async (what, deed, word) => {
      await open()
      if (what === 'forgotten') world.github.oauth.settings.codeLasts = 0.5
      world.says('link github')
      await world.hears(/enter \w+-\w+ at http/)
      deed()
      await world.hears(word)
      await until(async () => (await world.slipway.ports.records.linkings.list()).length === 0 || undefined)
    },
    60_000,
  )

  test('begun anew, the newer code counts and the older one ends in silence', async () => {
    await open()
    world.says('link github')
    await world.hears(/enter \w+-\w+ at http/)
    const older = codeIn(world.heard())
    world.says('link github')
    await world.hears(/(enter \w+-\w+ at http[^]*){2}/)
    world.github.oauth.approve(older, 'slip')
    world.github.oauth.approve(codeIn(world.heard()), 'octocat')
    await world.hears(/you are octocat on GitHub\n/)
    expect(world.heard()).not.toContain('you are slip')
  }, 60_000)

  test.each([
    [{}, 'GITHUB_CLIENT_ID is not set'],
    [{ GITHUB_CLIENT_ID: oauthClient.id }, 'SLIPWAY_KEY is not set'],
    [{ GITHUB_CLIENT_ID: 'unknown', SLIPWAY_KEY: key }, 'look at GITHUB_CLIENT_ID'],
  ])(
    'with %j says what to set',
    async (env, says) => {
      await open({ env })
      world.says('link github')
      expect(await world.hears(/nobody can be linked/)).toContain(says)
    },
    60_000,
  )

  test('is for people: a token of the API cannot', async () => {
    await open()
    for (const text of ['link github', 'unlink github', 'i am octocat on github'])
      expect(await askApi(world, text)).toMatchObject({ status: 403, code: 'not-a-person' })
    expect(await askApi(world, 'who am i')).toMatchObject({ status: 200, text: expect.stringContaining('api:local') })
  }, 60_000)

  test('gives no code where others read along', async () => {
    const surface = memorySurface()
    await open({ surface })
    const chat = surface.chat()
    await chat.hears('slip link github', { room: 'ops', id: 'm1' })
    expect(chat.sent.at(-1)?.text).toContain('direct message')
    expect(creates()).toEqual([])
    await chat.hears('slip link github', { room: 'U1', id: 'm2' })
    expect(chat.sent.at(-1)).toMatchObject({ room: 'U1', text: expect.stringMatching(/enter \w+-\w+ at/) })
  }, 60_000)
})
