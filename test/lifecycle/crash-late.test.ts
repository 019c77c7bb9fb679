import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { GitHub } from '../../core/github/github.ts'
import { openStage, type Stage, type Worker } from './stage.ts'
import { until } from './world.ts'

let stage: Stage
let worker: Worker
beforeAll(async () => {
  stage = await openStage()
  worker = await stage.startWorker(stage.ports())
}, 60_000)
afterAll(async () => {
  await worker.close()
  await stage.close()
})

const command = 'deploy web to production'

/** Deployments made since `first`: how often each ran, and what GitHub was told. */
const since = (first: number) =>
  stage.ground.web
    .deployments()
    .slice(first)
    .map(({ id, statuses }) => ({
      runs: stage.runs.filter((run) => run === id).length,
      states: statuses.map(({ state }) => state),
    }))

test('a chat that stood still before its POST posts late: what it makes then is ended and never runs', async () => {
  const first = stage.ground.web.deployments().length
  let goOn = () => {}
  const frozen = new Promise<void>((resolve) => {
    goOn = resolve
  })
  let isFrozen = false
  const github: GitHub = {
    ...stage.github,
    async createDeployment(repository, body) {
      isFrozen = true
      await frozen
      return stage.github.createDeployment(repository, body)
    },
  }
  const answer = stage.says(command, 'late', stage.ports({ engine: stage.engine, github }))
  await until(() => isFrozen || undefined)
  await stage.recover(worker)
  expect(since(first)).toEqual([{ runs: 1, states: ['in_progress', 'success'] }])

  goOn()
  expect(await answer).toMatchObject({ ok: true, deployment: stage.ground.web.deployments()[first]?.id })
  await stage.recover(worker)
  expect(since(first)).toEqual([
    { runs: 1, states: ['in_progress', 'success'] },
    { runs: 0, states: ['error'] },
  ])
})

test('an event that comes right after GitHub listed nothing keeps the create from being posted again', async () => {
  const first = stage.ground.web.deployments().length
  stage.ground.github.holdWebhooks()
  stage.ground.github.faults.nextCreate({ carriedOut: true, answers: 'html' })
  const github: GitHub = {
    ...stage.github,
    async deployments() {
      await stage.ground.github.releaseWebhooks()
      await until(async () => (await stage.leftovers()).open === 0 || undefined)
      return []
    },
  }
  await stage.says(command, 'overtaken', stage.ports({ engine: stage.engine, github }))
  await stage.recover(worker)
  expect(since(first)).toEqual([{ runs: 1, states: ['in_progress', 'success'] }])
})

test.each(['reset', 'html'] as const)(
  'a status whose answer is lost (%s) is looked up and not posted twice',
  async (answers) => {
    const first = stage.ground.web.deployments().length
    stage.ground.github.faults.request({ method: 'POST', path: /\/statuses$/, times: 2, carriedOut: true, answers })
    await stage.says(command, `lost-${answers}`, stage.ports())
    await stage.ground.github.settled()
    await stage.recover(worker)
    expect(since(first)).toEqual([{ runs: 1, states: ['in_progress', 'success'] }])
  },
  60_000,
)

test('a status that never arrived is posted again', async () => {
  const first = stage.ground.web.deployments().length
  stage.ground.github.faults.request({ method: 'POST', path: /\/statuses$/, times: 2, answers: 'reset' })
  await stage.says(command, 'never-arrived', stage.ports())
  await stage.ground.github.settled()
  await stage.recover(worker)
  expect(since(first)).toEqual([{ runs: 1, states: ['in_progress', 'success'] }])
})

test('a status that GitHub does not answer keeps no sweep from looking after the others', async () => {
  const first = stage.ground.web.deployments().length
  stage.ground.github.faults.request({ method: 'POST', path: /\/statuses$/, answers: 'silence' })
  await stage.says(command, 'slow', stage.ports())
  const posts = () => stage.ground.github.requests().filter(({ path }) => path.endsWith('/statuses')).length
  const before = posts()
  await until(() => posts() > before || undefined)
  let answered = false
  void worker.idle().then(() => {
    answered = true
  })
  await worker.sweep()
  expect(answered).toBe(false)
  await stage.recover(worker)
  expect(since(first)).toEqual([{ runs: 1, states: ['in_progress', 'success'] }])
})
