import { afterEach, describe, expect, test } from '@jest/globals'
import { openWorld, until, type World, type WorldOptions } from './world.ts'

const longMs = 30_000
const inputs = { id: '{id}', sha: '{sha}', environment: '{environment}' }
let world: World

async function open(options: WorldOptions = {}) {
  world = await openWorld({ web: { provider: 'actions', actions: { workflow: 'deploy.yml', inputs } }, ...options })
  await world.web.workflow({
    file: 'deploy.yml',
    name: 'Deploy',
    runName: 'Deploy {id}',
    inputs: ['id', 'sha', 'environment'],
    jobs: ['build', 'ship'],
  })
}
afterEach(() => world.close())

const runs = () => world.web.workflowRuns()
const runOf = (environment: string) =>
  until(() => runs().find((run) => run.inputs['environment'] === environment)?.id, longMs)
const ends = (state: string) => until(() => world.states().includes(state) || undefined, longMs)
const dispatches = () => world.github.requests().filter(({ path }) => path.endsWith('/dispatches')).length

test('a deploy from chat runs the workflow on its commit, once, and ends as the run does', async () => {
  await open()
  world.says('deploy web to production')
  const run = await runOf('production')
  await world.web.job(run, 'build', { conclusion: 'success' })
  await world.web.endRun(run, 'success')
  await ends('success')
  expect(world.states()).toEqual(['in_progress', 'success'])
  const { id, sha } = world.latest() ?? {}
  expect(runs()).toMatchObject([{ inputs: { id: String(id), sha, environment: 'production' } }])
  await world.hears(/web\/main@\w{7} to production is out/)
}, 60_000)

test('a failing job and its step are told', async () => {
  await open()
  world.says('deploy web to production')
  const run = await runOf('production')
  await world.web.job(run, 'ship', { conclusion: 'failure', steps: [{ name: 'Push image', conclusion: 'failure' }] })
  await world.web.endRun(run, 'failure')
  await ends('failure')
  await world.hears(/job ship failed at step Push image/)
}, 60_000)

describe.each(['told', 'refused', 'ignored'] as const)('where GitHub has return_run_details %s', (runDetails) => {
  test('two environments at once each follow their own run', async () => {
    await open({ runDetails })
    world.says('deploy web to staging')
    world.says('deploy web to production')
    await world.web.endRun(await runOf('staging'), 'failure')
    await world.web.endRun(await runOf('production'), 'success')
    await world.hears(/to production is out/, longMs)
    await world.hears(/deploy\.yml run \d failed/, longMs)
    const last = () => world.web.deployments().map((made) => `${made.environment}: ${made.statuses.at(-1)?.state}`)
    await until(() => last().every((state) => !state.endsWith('in_progress')) || undefined, longMs)
    expect(last().toSorted()).toEqual(['production: success', 'staging: failure'])
    expect(runs()).toHaveLength(2)
  }, 90_000)
})

test('cancel from chat cancels the run', async () => {
  await open()
  world.says('deploy web to production')
  await runOf('production')
  await world.hears(/#(\d+)/)
  world.says(`cancel #${world.latest()?.id}`)
  await ends('error')
  expect(runs()).toMatchObject([{ conclusion: 'cancelled' }])
  await world.hears(/cancelled by alice/)
}, 60_000)

describe('another worker', () => {
  test('follows the run that was dispatched before a restart', async () => {
    await open()
    world.says('deploy web to production')
    const run = await runOf('production')
    await world.restart()
    await world.web.endRun(run, 'success')
    await ends('success')
    expect(dispatches()).toBe(1)
  }, 90_000)
})

test('a command for hosts is refused, and nothing is deployed', async () => {
  await open()
  world.says('deploy web to production/web-1')
  await world.hears(/hosts/)
  expect(world.web.deployments()).toEqual([])
  expect(dispatches()).toBe(0)
}, 60_000)

test('a task that the workflow is not told is refused, and nothing is deployed', async () => {
  await open()
  world.says('deploy:migrations web to production')
  await world.hears(/deploy\.yml is not told the task; add "task": "\{task\}" to actions\.inputs/)
  expect(world.web.deployments()).toEqual([])
  expect(dispatches()).toBe(0)
}, 60_000)
