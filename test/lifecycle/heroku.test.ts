import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type HerokuStandIn, startHeroku } from '../stand-ins/heroku/index.ts'
import type { App } from '../stand-ins/heroku/state.ts'
import { openWorld, until, type World } from './world.ts'

const withinMs = 30_000
const old = 'a'.repeat(40)
let world: World
let heroku: HerokuStandIn
let app: App

beforeEach(async () => {
  heroku = await startHeroku()
  app = heroku.app('acme-web')
  app.release({ commit: old })
  heroku.app('acme-web-staging')
  world = await openWorld({
    env: { HEROKU_API_KEY: heroku.key, HEROKU_API_URL: heroku.url },
    web: {
      provider: 'heroku',
      heroku: { release_task: { 'deploy:migrate': 'rake db:migrate' } },
      heroku_name: 'acme-web',
      heroku_staging_name: 'acme-web-staging',
    },
  })
}, 60_000)
afterEach(async () => {
  await world.close()
  await heroku.close()
})

const ends = (state: string) => until(() => world.states().at(-1) === state || undefined, withinMs)
const description = () => world.latest()?.statuses.at(-1)?.description
const builds = () => heroku.journal.filter(({ call }) => call === 'POST /apps/acme-web/builds')

/** A build that goes on until the test lets it end. */
function heldBuild() {
  let end: (status: 'succeeded' | 'failed') => void = () => {}
  const ended = new Promise<'succeeded' | 'failed'>((resolve) => (end = resolve))
  heroku.plans.build = async (doing) => {
    doing.print('-----> Building\n')
    return ended
  }
  return { begun: () => until(() => app.builds.at(-1)?.status === 'pending' || undefined, withinMs), end }
}

test('a deploy from chat is a build of its commit on the app that the old key names', async () => {
  world.says('deploy web to production')
  await ends('success')
  expect(builds().map(({ body }) => body)).toEqual([
    { source_blob: { url: expect.any(String), version: world.latest()?.sha } },
  ])
  expect(world.states()).toEqual(['in_progress', 'success'])
  expect(world.latest()?.statuses.at(-1)).toMatchObject({ environmentUrl: 'https://acme-web.herokuapp.example/' })
  await world.hears(/web\/main@\w{7} to production is out/)
}, 60_000)

test('each environment has its own app', async () => {
  world.says('deploy web to staging')
  await ends('success')
  expect(heroku.app('acme-web-staging').builds).toHaveLength(1)
  expect(app.builds).toHaveLength(0)
}, 60_000)

test('a release phase that fails is a failure, and chat hears that the old release is still live', async () => {
  heroku.plans.phase = async () => 'failed'
  world.says('deploy web to production')
  await ends('failure')
  expect(description()).toContain('the old release v1 is still live')
  await world.hears(/the old release v1 is still live/)
}, 60_000)

test('an app that the key does not see is told by name, and nothing is built', async () => {
  heroku.fault({ call: /^GET \/apps\/acme-web$/, how: { status: 403 } })
  world.says('deploy web to production')
  await ends('failure')
  expect(description()).toContain('Heroku forbids this on acme-web')
  expect(builds()).toEqual([])
}, 60_000)

describe('a cancel from chat', () => {
  test('stops the build', async () => {
    const build = heldBuild()
    world.says('deploy web to production')
    await build.begun()
    world.says(`cancel #${world.latest()?.id}`)
    await ends('error')
    expect(description()).toBe('cancelled by alice')
    expect(heroku.journal.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
  }, 60_000)

  test('that comes in the release phase is too late: what went live is a success', async () => {
    let end: (status: 'succeeded') => void = () => {}
    heroku.plans.phase = () => new Promise((resolve) => (end = resolve))
    world.says('deploy web to production')
    await until(() => app.releases.at(-1)?.status === 'pending' || undefined, withinMs)
    world.says(`cancel #${world.latest()?.id}`)
    await until(() => /cancel/.test(world.heard()) || undefined, withinMs)
    end('succeeded')
    await ends('success')
  }, 60_000)
})

test('another worker goes on with the build after a restart', async () => {
  const build = heldBuild()
  world.says('deploy web to production')
  await build.begun()
  await world.restart()
  build.end('succeeded')
  await ends('success')
  expect(builds()).toHaveLength(1)
}, 90_000)

test('a rollback from chat makes a release of the good one, without a build', async () => {
  world.says('deploy web to production')
  await ends('success')
  const good = app.current()
  await world.web.commit('main', { files: { 'index.js': '2' } })
  world.says('deploy web to production')
  await until(() => app.builds.length === 2 || undefined, withinMs)
  await ends('success')
  world.says('rollback web in production')
  await until(() => world.web.deployments().length === 3 || undefined, withinMs)
  await ends('success')
  const rollbacks = heroku.journal.filter(({ call }) => call === 'POST /apps/acme-web/releases')
  expect(rollbacks.map(({ body }) => body)).toEqual([{ release: good?.id }])
  expect(app.builds).toHaveLength(2)
}, 90_000)

describe('a task', () => {
  test('that has a command runs in a dyno, and its exit code decides', async () => {
    world.says('deploy web to production')
    await ends('success')
    heroku.plans.dyno = async () => 7
    world.says('deploy:migrate web to production')
    await ends('failure')
    expect(description()).toContain('`rake db:migrate` ended with 7')
    expect(app.builds).toHaveLength(1)
  }, 60_000)

  test.each(['deploy:seed web to production', 'deploy web to production/host1'])(
    'or hosts that it has not: "%s" is refused, and nothing is deployed',
    async (line) => {
      world.says(line)
      await world.hears(/deploy:seed is no task of this app|hosts/)
      expect(world.web.deployments()).toEqual([])
      expect(heroku.journal).toEqual([])
    },
    60_000,
  )
})
