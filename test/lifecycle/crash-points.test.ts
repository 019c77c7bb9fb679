import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Doomed, doomed } from './doomed.ts'
import { openStage, type Stage, type Worker } from './stage.ts'
import { until } from './world.ts'

const testMs = 120_000
const command = 'deploy web to production'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
}, 60_000)
const dead: Doomed[] = []
afterAll(async () => {
  await Promise.all(dead.map((process) => process.atRest()))
  await stage.close()
}, 60_000)

const nothing = { active: 0, open: 0, lane: 0, jobs: 0 }
const finals = ['success', 'failure', 'error', 'inactive']

/** All that the world can see of the deployments made since `first`. */
async function seen(first: number) {
  await until(async () => (await stage.engine.queues.chat.liveIds()).size === 0 || undefined)
  return stage.ground.web
    .deployments()
    .slice(first)
    .map(({ id, statuses }) => ({
      runs: stage.runs.filter((run) => run === id).length,
      states: statuses.map(({ state }) => state),
      told: stage.told.filter((title) => title.startsWith(`#${id} `)),
    }))
}

test(
  'chat dies between any two writes of a deploy: the command is carried out once, or comes again as if never heard',
  async () => {
    const worker = await stage.startWorker(stage.ports())
    for (let writes = 0, completed = false; !completed; writes++) {
      const first = stage.ground.web.deployments().length
      const chat = doomed(stage.engine, stage.github, writes)
      await stage.says(command, `chat-${writes}`, stage.ports(chat))
      completed = !chat.isDead()
      await stage.recover(worker)
      await stage.saysAgainLater(command, `chat-${writes}`)
      await stage.recover(worker)

      const point = `${writes}: ${chat.written.at(-1) ?? 'the start'}`
      expect({ point, left: await stage.leftovers(), seen: await seen(first) }).toEqual({
        point,
        left: nothing,
        seen: [
          {
            runs: 1,
            states: ['in_progress', 'success'],
            told: [expect.stringMatching(/ started$/), expect.stringMatching(/ is out /)],
          },
        ],
      })
    }
    await worker.close()
  },
  testMs,
)

test(
  'a worker dies between any two writes of filing, running and reporting: one run at most, one final status, both targets free',
  async () => {
    for (let writes = 0, completed = false; !completed; writes++) {
      const first = stage.ground.web.deployments().length
      await stage.says(command, `worker-${writes}`, stage.ports())
      await stage.ground.github.settled()
      const dying = doomed(stage.engine, stage.github, writes)
      dead.push(dying)
      const worker = await stage.startWorker(stage.ports(dying))
      await until(() => dying.isDead() || dying.written.includes('delete leases/web/production') || undefined)
      await worker.close()
      completed = !dying.isDead()
      await stage.leaseRunsOut()

      const next: Worker = await stage.startWorker(stage.ports())
      await stage.recover(next)
      await next.close()

      const point = `${writes}: ${dying.written.at(-1) ?? 'the start'}`
      const [all] = await seen(first)
      const states = all?.states ?? []
      expect({
        point,
        left: await stage.leftovers(),
        runs: (all?.runs ?? 0) <= 1,
        begun: states.filter((state) => state === 'in_progress').length,
        final: states.filter((state) => finals.includes(state)).length,
        last: finals.includes(states.at(-1) ?? ''),
        told: new Set(all?.told).size,
        deployments: stage.ground.web.deployments().length - first,
      }).toEqual({
        point,
        left: nothing,
        runs: true,
        begun: 1,
        final: 1,
        last: true,
        told: all?.told.length,
        deployments: 1,
      })
    }
  },
  testMs,
)
