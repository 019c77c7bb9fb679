import { afterEach, expect, test } from '@jest/globals'
import { openWorld, until, type World } from './world.ts'

let world: World
afterEach(() => world.close())

const started = async () => (await world.journal()).filter((line) => line.startsWith('start')).length

test('twenty copies of a delivery, and the same deployment under five ids, are one run', async () => {
  world = await openWorld()
  world.github.faults.delivery({ event: 'deployment', fate: { copies: 20 } })
  world.says('deploy web to production')
  await world.hears(/#\d+ .* is out/)
  world.github.faults.delivery({ event: 'deployment', fate: { ids: 5 } })
  world.says('deploy web to staging')
  await world.hears(/to staging is out/)
  await world.github.settled()
  await until(() => world.states().length === 2 || undefined)

  expect(world.web.deployments()).toHaveLength(2)
  expect(await started()).toBe(2)
})

test('an event that comes before the 201 is read starts the deployment once', async () => {
  world = await openWorld()
  world.github.faults.delivery({ event: 'deployment', fate: 'before-the-answer' })
  world.says('deploy web to production')
  await world.hears(/is out/)
  expect(world.web.deployments()).toHaveLength(1)
  expect(await started()).toBe(1)
})

test('a 201 that is lost, with the connection reset after the deployment was made, is found again and not posted twice', async () => {
  world = await openWorld()
  world.github.faults.nextCreate({ carriedOut: true, answers: 'reset' })
  world.says('deploy web to production')
  await world.hears(/is out/)
  expect(world.web.deployments()).toHaveLength(1)
  expect(await started()).toBe(1)
})

test('a create that never arrived is posted again', async () => {
  world = await openWorld()
  world.github.faults.nextCreate({ answers: 'html' })
  world.says('deploy web to production')
  await world.hears(/is out/, 30_000)
  expect(world.web.deployments()).toHaveLength(1)
  expect(await started()).toBe(1)
})
