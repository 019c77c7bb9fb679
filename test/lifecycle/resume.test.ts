import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { type Doomed, doomed } from './doomed.ts'
import { createPlatform, type Platform } from './platform.ts'
import { openStage, type Stage, type Worker } from './stage.ts'
import { until } from './world.ts'

const testMs = 120_000
const platform: Platform = createPlatform()
let stage: Stage
const dead: Doomed[] = []
const workers: Worker[] = []
let story = 0

beforeAll(async () => {
  stage = await openStage(platform.provider)
}, 60_000)
beforeEach(() => {
  story += 1
  Object.assign(platform.behaviour, { endsByItself: true, stops: 'stopped', preflight: undefined, limitMs: undefined })
  platform.onDeed(() => {})
})
afterEach(() => closeWorkers())
afterAll(async () => {
  await Promise.all(dead.map((process) => process.atRest()))
  await stage.close()
}, 60_000)

async function starts(ports = stage.ports()): Promise<Worker> {
  const worker = await stage.startWorker(ports)
  workers.push(worker)
  return worker
}

async function closeWorkers(): Promise<void> {
  for (const worker of workers.splice(0)) await worker.close()
}

function dies(afterWrites = Number.POSITIVE_INFINITY): Doomed {
  const process = doomed(stage.engine, stage.github, afterWrites)
  dead.push(process)
  return process
}

/** Says it and answers the id of the deployment that it made. */
async function asks(text: string): Promise<number> {
  const answer = await stage.says(text, `${story} ${text}`, stage.ports())
  await stage.ground.github.settled()
  if (answer?.deployment === undefined) throw new Error(`nothing was made of "${text}": ${answer?.message.title}`)
  return answer.deployment
}

const of = (id: number) => stage.ground.web.deployments().find((made) => made.id === id)
const statesOf = (id: number) => of(id)?.statuses.map(({ state }) => state) ?? []
const endOf = (id: number) => of(id)?.statuses.at(-1)?.description
const deedsOf = (id: number) => platform.journal.filter((deed) => deed.split(' ').includes(String(id)))
const has = (id: number, state: ReturnType<typeof statesOf>[number]) =>
  until(() => statesOf(id).includes(state) || undefined)

/** Somebody else is there when the lease of the dead is over. */
async function rescued(): Promise<void> {
  await closeWorkers()
  await stage.leaseRunsOut()
  const rescuer = await starts()
  await stage.recover(rescuer)
  await closeWorkers()
}

test(
  'a worker dies between any two writes of a run on a platform: another one goes on, and it is begun there once',
  async () => {
    for (let writes = 0, completed = false; !completed; writes++) {
      const id = await asks(`deploy web to production because of ${writes}`)
      const dying = dies(writes)
      await starts(stage.ports(dying))
      await until(() => dying.isDead() || statesOf(id).includes('success') || undefined)
      completed = !dying.isDead()
      await rescued()
      const point = `${writes}: ${dying.written.at(-1) ?? 'the start'}`
      expect({ point, states: statesOf(id), deeds: deedsOf(id) }).toEqual({
        point,
        states: ['in_progress', 'success'],
        deeds: [`begin deploy ${id}`],
      })
    }
  },
  testMs,
)

test('a worker killed while the platform works is followed by one that watches on', async () => {
  platform.behaviour.endsByItself = false
  const id = await asks('deploy web to production')
  const dying = dies()
  platform.onDeed(() => dying.kill())
  await starts(stage.ports(dying))
  await until(() => dying.isDead() || undefined)
  await closeWorkers()
  platform.behaviour.endsByItself = true
  await rescued()
  expect(statesOf(id)).toEqual(['in_progress', 'success'])
  expect(deedsOf(id)).toEqual([`begin deploy ${id}`])
})

test('a worker that is shut down leaves the run to another one, and stops nothing', async () => {
  platform.behaviour.endsByItself = false
  const id = await asks('deploy web to production')
  const worker = await starts()
  await has(id, 'in_progress')
  await until(() => deedsOf(id).length > 0 || undefined)
  worker.shutdown()
  await closeWorkers()
  expect(statesOf(id)).toEqual(['in_progress'])
  platform.behaviour.endsByItself = true
  await rescued()
  expect(statesOf(id)).toEqual(['in_progress', 'success'])
  expect(deedsOf(id)).toEqual([`begin deploy ${id}`])
})

test.each([
  ['stopped', 'error', 'cancelled by alice'],
  ['rolled-back', 'error', 'cancelled by alice; what was there before is back'],
  ['too-late', 'success', 'it runs'],
] as const)('a cancel that finds the platform %s ends as %s', async (stops, state, says) => {
  Object.assign(platform.behaviour, { endsByItself: false, stops })
  const id = await asks('deploy web to production')
  await starts()
  await until(() => deedsOf(id).length > 0 || undefined)
  await stage.says(`cancel #${id}`, `cancel ${id}`, stage.ports())
  await has(id, state)
  expect(endOf(id)).toBe(says)
  expect(deedsOf(id)).toEqual([`begin deploy ${id}`, `stop deploy ${id}`])
})

test('a worker killed while it stops the platform is followed by one that stops it again', async () => {
  platform.behaviour.endsByItself = false
  const id = await asks('deploy web to production')
  const dying = dies()
  platform.onDeed((deed) => deed.startsWith('stop') && dying.kill())
  await starts(stage.ports(dying))
  await until(() => deedsOf(id).length > 0 || undefined)
  await stage.says(`cancel #${id}`, `cancel ${id}`, stage.ports())
  await until(() => dying.isDead() || undefined)
  await closeWorkers()
  await stage.leaseRunsOut()
  const rescuer = await starts()
  await rescuer.sweep()
  await has(id, 'error')
  expect(statesOf(id)).toEqual(['in_progress', 'error'])
  expect(endOf(id)).toBe('cancelled by alice')
})

test('what takes longer than its provider allows is stopped there and has failed', async () => {
  Object.assign(platform.behaviour, { endsByItself: false, limitMs: 300 })
  const id = await asks('deploy web to production')
  await starts()
  await has(id, 'failure')
  expect(endOf(id)).toBe('timed out after 0.3s')
  expect(deedsOf(id)).toEqual([`begin deploy ${id}`, `stop deploy ${id}`])
})

test('what the preflight finds missing is a failure before anything is begun', async () => {
  platform.behaviour.preflight = 'there is no image of this commit'
  const id = await asks('deploy web to production')
  await starts()
  await has(id, 'failure')
  expect(endOf(id)).toBe('there is no image of this commit')
  expect(deedsOf(id)).toEqual([])
})

test('a rollback brings back what the platform said it was, and says where it runs', async () => {
  await starts()
  const good = await asks('deploy web to production')
  await has(good, 'success')
  await stage.ground.web.commit('main')
  const bad = await asks('deploy web/main to production')
  await has(bad, 'success')
  const back = await asks('rollback web in production')
  await has(back, 'success')
  expect(deedsOf(back)).toEqual([`begin ${back} back to deploy ${good}`])
  expect(of(back)).toMatchObject({ sha: of(good)?.sha, task: 'rollback', payload: { rollback_of: bad } })
  expect(of(back)?.statuses.at(-1)?.environmentUrl).toBe('https://it.example')
})
