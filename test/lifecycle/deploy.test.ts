import { afterEach, expect, test } from '@jest/globals'
import { openWorld, until, type World } from './world.ts'

let world: World
afterEach(() => world.close())

test('a line of chat becomes one deployment, one run at its sha, two statuses and its story', async () => {
  world = await openWorld({ engine: 'embedded' })
  world.github.clearRequests()
  world.says('deploy web to production')

  await world.hears(/#\d+ web\/main@\w{7} to production is out/)
  const made = world.latest()
  await until(() => world.states().length === 2 || undefined)
  expect(world.states()).toEqual(['in_progress', 'success'])
  expect(await world.journal()).toEqual([`start ${made?.id} web/production ${made?.sha}`, `end ${made?.id}`])
  expect(world.github.requests().map(({ method, path }) => `${method} ${path.replace(/\d+/, 'N')}`)).toEqual([
    'POST /repos/acme/web/deployments',
    'POST /repos/acme/web/deployments/N/statuses',
    'POST /repos/acme/web/deployments/N/statuses',
  ])
  expect(made?.statuses.every(({ logUrl }) => logUrl === `${world.slipway.url}/deployments/${made?.id}`)).toBe(true)
  expect(world.heard()).toMatch(
    /asking GitHub to deploy web to production[^]*waiting for a worker[^]*started[^]*is out/,
  )
})
