import { expect, test } from '@jest/globals'
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive, pidsIn } from '../workers/command/processes.ts'
import { type OwnEngine, sharedEngines } from './engines.ts'
import type { Ground } from './ground.ts'
import { hasRedisServer, openRedisServer, type OwnRedisServer } from './own-redis-server.ts'
import { addressIn, type Program } from './program.ts'
import { type Play, withGround } from './with-ground.ts'
import { until, webhookSecret } from './world.ts'

const testMs = 180_000
const leaseMs = 15_000
const recoveryMs = 30_000

/** Leaves a child in its group and one in a session of its own, says their ids, and would take minutes. */
const longRun = 'sleep 300 & child=$!; setsid sleep 300 & echo "pids $$ $child $!" >> "$JOURNAL"; wait'

/** Ids of the processes that the run of the deployment on `slow` is made of, once they are all there. */
async function runningTree(ground: Ground): Promise<number[]> {
  const line = await until(async () => (await ground.journal()).find((text) => text.startsWith('pids')), 30_000)
  const pids = pidsIn(line)
  expect(pids.filter(isAlive)).toEqual(pids)
  return pids
}

/** Milliseconds from now until it is so. */
async function takes(isSo: () => boolean | Promise<boolean>, withinMs: number): Promise<number> {
  const before = performance.now()
  await until(async () => (await isSo()) || undefined, withinMs + 30_000)
  return performance.now() - before
}

const journalled = async (ground: Ground) => (await ground.journal()).filter((line) => line.startsWith('start'))

/** From now on the command is gone within the lease, and its deployment has ended within the recovery. */
async function expectEnded(ground: Ground, pids: readonly number[]): Promise<void> {
  const [goneMs, endedMs] = await Promise.all([
    takes(() => !pids.some(isAlive), leaseMs),
    takes(() => ground.states(0).includes('error'), recoveryMs),
  ])
  expect(goneMs).toBeLessThan(leaseMs)
  expect(endedMs).toBeLessThan(recoveryMs)
}

/** One interrupted and told so, the next one out, and each of them run once. */
async function expectRecovered(ground: Ground): Promise<void> {
  await until(() => ground.states(1).includes('success') || undefined, 30_000)
  const [dead, next] = ground.web.deployments()
  expect(ground.states(0)).toEqual(['in_progress', 'error'])
  expect(dead?.statuses.at(-1)?.description).toMatch(
    /^interrupted: its worker died .*, and shell cannot resume; .* `retry` runs it again$/,
  )
  expect(ground.states(1)).toEqual(['queued', 'in_progress', 'success'])
  expect(await journalled(ground)).toEqual([
    `start ${dead?.id} web/production ${dead?.sha}`,
    `start ${next?.id} web/production ${next?.sha}`,
  ])
}

/** A run under way in the worker `first`, another worker beside it, and a second deployment in line. */
async function openWorkers({ ground, later, starts }: Play, open: () => Promise<OwnEngine>) {
  await ground.web.commit('slow', { files: { says: longRun } })
  const engine = await open()
  later(() => engine.remove())
  const env = { ...ground.env, ...engine.env }
  // The second worker comes when the first one has the run, so that it is known which of them to break.
  const first = starts(env, ['worker'])
  const front = starts(env, ['chat', 'server'])
  const [line] = await Promise.all([front.ready(), first.ready()])
  await ground.github.setWebhook(`${addressIn(line)}/webhooks/github`, webhookSecret)
  front.says('deploy web/slow to production')
  const pids = await runningTree(ground)
  await until(() => ground.states(0).length === 1 || undefined)
  const second = starts({ ...env, DATA_DIR: `${ground.env['DATA_DIR']}-2` }, ['worker'])
  await second.ready()
  front.says('deploy web/main to production')
  await front.hears(/waits in line: 2nd, behind alice's #\d+ \(slow\)/)
  await until(() => ground.states(1).length === 1 || undefined)
  return { front, first, pids }
}

interface DuringARun {
  readonly ground: Ground
  readonly redis: OwnRedisServer
  readonly slipway: Program
}

/** All roles on a Redis of their own, with a run under way that goes on for as long as `says` does. */
const duringARun = (says: string, tell: (play: DuringARun) => Promise<void>) =>
  withGround(async ({ ground, later, starts }) => {
    const redis = await openRedisServer()
    later(() => redis.remove())
    await ground.web.commit('main', { files: { says } })
    const slipway = starts({ ...ground.env, REDIS_URL: redis.url })
    await ground.github.setWebhook(`${addressIn(await slipway.ready())}/webhooks/github`, webhookSecret)
    slipway.says('deploy web to production')
    await until(async () => (await ground.journal()).length > 0 || undefined, 30_000)
    await until(() => ground.states(0).length === 1 || undefined, 30_000)
    await tell({ ground, redis, slipway })
  })

const ticks = (count: number) => `i=0; while [ $i -lt ${count} ]; do i=$((i+1)); echo "line $i"; sleep 0.1; done`

const whereThereIsRedis = hasRedisServer ? test.concurrent : test.concurrent.skip

// The long ones first: five run at a time.
test.concurrent(
  'the only process killed with -9 and started again on its directory: nothing runs on, nothing runs twice',
  () =>
    withGround(async ({ ground, starts }) => {
      await ground.web.commit('slow', { files: { says: longRun } })
      const first = starts(ground.env)
      await ground.github.setWebhook(`${addressIn(await first.ready())}/webhooks/github`, webhookSecret)
      first.says('deploy web/slow to production')
      const pids = await runningTree(ground)
      first.says('deploy web/main to production')
      await first.hears(/waits in line/)
      await until(() => ground.states(1).length === 1 || undefined)

      first.signal('SIGKILL')
      await first.gone
      const again = starts(ground.env)
      await expectEnded(ground, pids)
      await again.hears(/is out/)
      await expectRecovered(ground)
    }),
  testMs,
)

for (const { name, open } of sharedEngines) {
  test.concurrent(
    `on ${name} a worker killed with -9 leaves no process, no deployment in progress, and a free target to another worker`,
    () =>
      withGround(async (play) => {
        const { ground } = play
        const { front, first, pids } = await openWorkers(play, open)
        first.signal('SIGKILL')
        await expectEnded(ground, pids)
        await front.hears(/did not run to its end: interrupted: its worker died[^]*web\/main@\w+ to production is out/)
        await expectRecovered(ground)
      }),
    testMs,
  )
}

for (const { name, open } of sharedEngines.slice(0, 1)) {
  test.concurrent(
    `on ${name} a worker that stood still for longer than its lease changes nothing when it goes on`,
    () =>
      withGround(async (play) => {
        const { ground } = play
        const { front, first, pids } = await openWorkers(play, open)
        first.signal('SIGSTOP')
        await expectEnded(ground, pids)
        await front.hears(/web\/main@\w+ to production is out/)
        const heard = front.heard()
        first.signal('SIGCONT')
        await until(() => first.logged().includes('lost the lease') || undefined, 30_000)
        first.signal('SIGTERM')
        expect(await first.gone).toBe(0)
        await expectRecovered(ground)
        expect(front.heard()).toBe(heard)
      }),
    testMs,
  )
}

whereThereIsRedis(
  'Redis away for longer than two thirds of the lease: the run is stopped, and its deployment ends once when Redis is back',
  () =>
    duringARun('sleep 300', async ({ ground, redis, slipway }) => {
      await redis.stop()
      await until(() => slipway.logged().includes('lost the lease') || undefined, 30_000)
      await pause(4_000) // by now it would be over also with its lease run out
      await redis.start()
      await until(() => ground.states(0).includes('error') || undefined, 60_000)
      await slipway.hears(/did not run to its end/, 60_000)
      expect(ground.states(0)).toEqual(['in_progress', 'error'])
      expect(ground.web.deployments()[0]?.statuses[1]?.description).toMatch(/^interrupted: .* lost the engine/)
      expect(await ground.journal()).toHaveLength(1)

      await ground.web.commit('main', { remove: ['says'] })
      slipway.says('deploy web to production')
      slipway.leaves()
      expect(await slipway.gone).toBe(0)
      expect(ground.states(1).at(-1)).toBe('success')
    }),
  testMs,
)

whereThereIsRedis(
  'Redis away for some seconds during a run: webhooks are answered 503, the run goes on, nothing is lost or doubled',
  () =>
    duringARun(ticks(70), async ({ ground, redis, slipway }) => {
      await redis.stop()
      const event = await ground.web.commit('elsewhere')
      await ground.github.settled()
      const [push] = ground.github.deliveries().filter(({ payload }) => payload.includes(event))
      expect(push?.attempts.map(({ statusCode }) => statusCode)).toEqual([503])
      await pause(3_000) // the length of the outage is what is tested
      await redis.start()

      await slipway.hears(/is out/, 60_000)
      await until(() => ground.states(0).includes('success') || undefined, 60_000)
      expect(ground.states(0)).toEqual(['in_progress', 'success'])
      const id = ground.web.deployments()[0]?.id
      expect(await ground.journal()).toEqual([expect.stringMatching(`^start ${id} `), `end ${id}`])
      expect(slipway.heard().match(/ started/g)).toHaveLength(1)
      expect(slipway.heard().match(/ is out/g)).toHaveLength(1)
      const address = addressIn(slipway.heard())
      const log = await (await fetch(`${address}/api/deployments/${id}/log`)).text()
      const lines = log.split('\n').filter((line) => line.startsWith('line '))
      expect(lines).toEqual(Array.from({ length: 70 }, (_, i) => `line ${i + 1}`))
    }),
  testMs,
)

test.concurrent(
  'told to end by SIGTERM, a process waits for its run as long as SHUTDOWN_GRACE, then ends it and says so',
  () =>
    withGround(async ({ ground, starts }) => {
      await ground.web.commit('slow', { files: { says: longRun } })
      await ground.web.commit('quick', { files: { seconds: '1' } })
      const slipway = starts({ ...ground.env, SHUTDOWN_GRACE: '5s' })
      await ground.github.setWebhook(`${addressIn(await slipway.ready())}/webhooks/github`, webhookSecret)
      slipway.says('deploy web/slow to production')
      slipway.says('deploy web/quick to staging')
      const pids = await runningTree(ground)
      await until(async () => (await journalled(ground)).length === 2 || undefined, 30_000)
      await until(() => ground.states(0).length === 1 || undefined)

      slipway.signal('SIGTERM')
      expect(await slipway.gone).toBe(0)
      expect(pids.filter(isAlive)).toEqual([])
      expect(ground.states(0)).toEqual(['in_progress', 'error'])
      expect(ground.web.deployments()[0]?.statuses[1]?.description).toMatch(/^interrupted: the worker was shut down/)
      expect(ground.states(1)).toEqual(['in_progress', 'success'])
      expect(slipway.heard()).toMatch(/to production did not run to its end: interrupted/)
    }),
  testMs,
)
