import { expect, test } from '@jest/globals'
import { setTimeout as pause } from 'node:timers/promises'
import type { Ground } from './ground.ts'
import { hasRedisServer, openRedisServer, type OwnRedisServer } from './own-redis-server.ts'
import { addressIn, type Program } from './program.ts'
import { withGround } from './with-ground.ts'
import { until, webhookSecret } from './world.ts'

const testMs = 180_000

interface Play {
  readonly ground: Ground
  readonly redis: OwnRedisServer
  readonly slipway: Program
}

/** All roles on a Redis of their own, with a run under way that goes on for as long as `says` does. */
const duringARun = (says: string, tell: (play: Play) => Promise<void>) =>
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
