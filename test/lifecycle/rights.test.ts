import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { memorySurface } from '../scripts/memory-chat.ts'
import { askApi } from './ask-api.ts'
import { openWorld, until, type World } from './world.ts'

const surface = memorySurface()
let world: World
beforeAll(async () => {
  world = await openWorld({
    surface,
    env: { API_TOKENS: 'alice:a-long-token-of-an-api,ci:another-token-of-the-api' },
    web: {
      environments: {
        staging: { deployers: ['@acme/platform'] },
        production: { deployers: ['octocat', 'api:ci'] },
      },
    },
  })
  for (const login of ['octocat', 'hubber']) world.github.account(login)
  world.github.setTeam('acme/platform', ['octocat'])
}, 60_000)
afterAll(() => world.close())
beforeEach(() => writeFile(join(world.dir, 'people.json'), '{}'))

let messages = 0
async function says(name: string, text: string): Promise<string> {
  const chat = surface.chat()
  const before = chat.sent.length
  await chat.hears(`slip ${text}`, { as: { id: `U-${name}`, name }, id: `m${messages++}` })
  return chat.sent
    .slice(before)
    .map((sent) => sent.text)
    .join('\n')
}

const people = (map: object) => writeFile(join(world.dir, 'people.json'), JSON.stringify(map))
/** All that was let through has come to its end. */
const finished = () =>
  until(
    () =>
      world.web
        .deployments()
        .every(({ creator, statuses }) => creator === 'hubber' || statuses.some(({ state }) => state === 'success')) ||
      undefined,
  )

test('people.json says who somebody is on GitHub, and is read again when it changes', async () => {
  expect(await says('alice', 'deploy web to production')).toContain('alice is not among the deployers')
  await people({ octocat: { memory: ['U-alice'] } })
  expect(await says('alice', 'who am i')).toContain('you are octocat on GitHub: people.json says so')
  expect(await says('alice', 'deploy web to production')).toContain('waiting for a worker')
  await finished()
})

test('a broken people.json leaves the last good one in force, and is told of', async () => {
  await people({ octocat: { memory: 'U-alice' } })
  expect(await says('alice', 'who am i')).toContain('octocat')
  await writeFile(join(world.dir, 'people.json'), '{"octocat": {"memory": 7}}')
  expect(await says('alice', 'who am i')).toContain('octocat')
  expect(world.logs()).toMatch(/people\.json: octocat\.memory/)
})

test('what somebody says of themselves grants nothing', async () => {
  expect(await says('bob', 'i am octocat on github')).toContain('grants nothing')
  expect(await says('bob', 'who am i')).toContain('you say that you are octocat')
  expect(await says('bob', 'deploy web to production')).toContain('bob is not among the deployers')
})

test('a team is read from GitHub, and asked for once a minute', async () => {
  await people({ octocat: { memory: 'U-alice' }, hubber: { memory: 'U-bob' } })
  world.github.clearRequests()
  expect(await says('alice', 'deploy web to staging')).toContain('waiting for a worker')
  expect(await says('bob', 'deploy web to staging')).toContain('ask somebody of @acme/platform')
  await says('bob', 'deploy web to staging')
  await finished()
  const asked = world.github.requests().filter(({ path }) => path.startsWith('/orgs/'))
  expect(asked.map(({ path }) => path)).toEqual([
    '/orgs/acme/teams/platform/memberships/octocat',
    '/orgs/acme/teams/platform/memberships/hubber',
  ])
})

test('a team that cannot be read lets nobody in, and says why', async () => {
  await people({ newcomer: { memory: 'U-carol' } })
  world.github.faults.request({ path: /\/orgs\//, answers: { status: 403 } })
  expect(await says('carol', 'deploy web to staging')).toContain('@acme/platform could not be read')
})

test('of deployments made on GitHub those whose creator may deploy are carried out', async () => {
  const known = world.web.deployments().length
  await world.web.deploy('octocat', { ref: 'main', environment: 'staging' })
  await until(() => world.web.deployments()[known]?.statuses.at(-1)?.state === 'success' || undefined)
  await world.web.deploy('hubber', { ref: 'main', environment: 'staging' })
  await until(
    () => /left a deployment alone[^\n]*hubber|hubber is not among the deployers/.test(world.logs()) || undefined,
  )
  expect(world.web.deployments().at(-1)?.statuses).toEqual([])
})

test('a token of the API is not a person of the same name, whoever it says it asks for', async () => {
  const ask = (token: string, body: object) =>
    fetch(`${world.slipway.url}/api/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ text: 'deploy web to production', ...body }),
    })
  await people({ octocat: { memory: 'alice' } })
  expect((await ask('a-long-token-of-an-api', {})).status).toBe(403)
  expect((await ask('a-long-token-of-an-api', { actor: 'octocat' })).status).toBe(403)
  expect((await ask('another-token-of-the-api', { actor: 'octocat' })).status).toBe(200)
  expect((await ask('a-token-nobody-has', {})).status).toBe(401)
  expect(await askApi(world, 'deploy web to production')).toMatchObject({ status: 403, code: 'not-a-deployer' })
  await finished()
})
