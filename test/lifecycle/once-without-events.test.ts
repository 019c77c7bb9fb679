import { afterEach, expect, test } from '@jest/globals'
import { openWorld, type World } from './world.ts'

let world: World
afterEach(() => world.close())

const started = async () => (await world.journal()).filter((line) => line.startsWith('start')).length

test('a lost 201 with no event at all is found by asking GitHub', async () => {
  world = await openWorld({ webhooks: 'none' })
  world.github.faults.nextCreate({ carriedOut: true, answers: 'html' })
  world.says('deploy web to production')
  await world.hears(/is out/, 30_000)
  expect(world.web.deployments()).toHaveLength(1)
  expect(await started()).toBe(1)
})

test('without any event the deployment goes on from GitHub’s answer, and chat says once that no webhook came', async () => {
  world = await openWorld({ webhooks: 'none' })
  world.says('deploy web to production')
  await world.hears(/no webhook reached us/, 20_000)
  await world.hears(/to production is out/)
  world.says('deploy web to staging')
  await world.hears(/to staging is out/, 20_000)
  expect(world.heard().match(/no webhook reached us/g)).toHaveLength(1)
  expect(await started()).toBe(2)
})
