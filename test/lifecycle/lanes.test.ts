import { afterEach, expect, test } from '@jest/globals'
import { openWorld, until, type World } from './world.ts'

let world: World
afterEach(() => world.close())

test('three deploys to one target run one after the other in order, those to another target beside them', async () => {
  world = await openWorld()
  await world.web.commit('main', { files: { seconds: '3' } })
  for (const target of ['production', 'staging', 'production', 'staging', 'production'])
    world.says(`deploy web to ${target}`)
  await until(() => world.web.deployments().length === 5 || undefined)
  const isOut = (id: number) => world.states(id).includes('success')
  await until(() => world.web.deployments().every(({ id }) => isOut(id)) || undefined, 20_000)

  const journal = await world.journal()
  for (const environment of ['production', 'staging']) {
    const ids = world.web
      .deployments()
      .filter((d) => d.environment === environment)
      .map(({ id }) => id)
    const lines = journal.filter((line) => ids.some((id) => line.includes(` ${id}`)))
    expect(lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(
      ids.flatMap((id) => [`start ${id}`, `end ${id}`]),
    )
  }
  const [first, second] = journal.map((line) => line.split(' ')[0])
  expect([first, second]).toEqual(['start', 'start'])
  const last = world.web
    .deployments()
    .filter((d) => d.environment === 'production')
    .at(-1)
  expect(last?.statuses.map(({ state }) => state)).toEqual(['queued', 'in_progress', 'success'])
  expect(last?.statuses[0]?.description).toMatch(/waits in line: 3rd, behind alice's #\d+ \(main\)/)
})

test('each environment ships the commit that was asked for, at the same time, out of one repository', async () => {
  world = await openWorld()
  const older = await world.web.head('main')
  await world.web.commit('next', { files: { seconds: '0.5' } })
  world.says(`deploy web/${older} to production`)
  world.says('deploy web/next to staging')
  await world.hears(/to production is out/)
  await world.hears(/to staging is out/)
  const journal = (await world.journal()).join('\n')
  expect(journal).toContain(`web/production ${older}`)
  expect(journal).toContain(`web/staging ${await world.web.head('next')}`)
})

test('cancel stops what runs, and takes what waits out of the line', async () => {
  world = await openWorld()
  await world.web.commit('main', { files: { seconds: '60' } })
  world.says('deploy web to production')
  await world.hears(/to production started/)
  world.says('deploy web to production')
  await world.hears(/waits in line/)
  const [running, waiting] = world.web.deployments()
  world.says(`cancel #${waiting?.id}`)
  await world.hears(/did not start: cancelled by alice/)
  world.says(`cancel #${running?.id}`)
  await world.hears(/is told to stop/)
  await until(() => world.states(running?.id).at(-1) === 'error' || undefined)
  await until(() => world.states(waiting?.id).at(-1) === 'error' || undefined)
  expect(world.heard()).toMatch(/did not run to its end: cancelled by alice/)
  expect((await world.journal()).filter((line) => line.startsWith('end'))).toEqual([])
})

test('retry runs the same commit again, though the branch has moved on', async () => {
  world = await openWorld()
  const asked = await world.web.commit('main', { files: { exit: '3' } })
  world.says('deploy web to production')
  await world.hears(/failed/)
  await world.web.commit('main', { files: { exit: '0' } })
  world.says('retry')
  await until(() => world.web.deployments().length === 2 || undefined)
  await until(() => world.states().at(-1) === 'failure' || undefined)
  expect(world.latest()?.sha).toBe(asked)
})
