import { afterEach, expect, test } from '@jest/globals'
import { logOf } from '../../core/records/deployment.ts'
import { sets } from '../../core/records/records.ts'
import { tidy } from '../../workers/tidy.ts'
import { openWorld, until, type World } from './world.ts'

let world: World
afterEach(() => world.close())

const day = 24 * 3_600_000

test('logs go after their time, then records; what is younger stays', async () => {
  world = await openWorld()
  world.says('deploy web to production')
  await world.hears(/is out/)
  const { ports } = world.slipway
  const [entry] = await until(async () => {
    const found = await ports.engine.store.sorted.range(sets.history)
    return found.length === 1 ? found : undefined
  })
  const key = entry?.member ?? ''
  const later = (ms: number) => ({ ...ports, now: () => Date.now() + ms })

  await tidy(later(89 * day), { logsMs: 90 * day, recordsMs: undefined })
  expect(await ports.engine.store.logs.size(logOf(key))).toBeGreaterThan(0)
  await tidy(later(91 * day), { logsMs: 90 * day, recordsMs: undefined })
  expect(await ports.engine.store.logs.size(logOf(key))).toBe(0)
  expect(await ports.records.deployments.get(key)).toBeDefined()

  await tidy(later(400 * day), { logsMs: 90 * day, recordsMs: 365 * day })
  expect(await ports.records.deployments.get(key)).toBeUndefined()
  expect(await ports.engine.store.sorted.range(sets.history)).toEqual([])
})
