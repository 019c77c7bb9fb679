import { describe, expect, test } from '@jest/globals'
import { openEngine } from '../../../core/engine/open.ts'
import { gateTo } from './gate.ts'
import { cleanPostgres, cleanRedis, ownNamespace } from './servers.ts'

const redisUrl = process.env['TEST_REDIS_URL']
const databaseUrl = process.env['TEST_DATABASE_URL']

const servers = [
  ...(redisUrl ? [{ name: 'Redis', server: redisUrl, key: 'redisUrl', clean: cleanRedis }] : []),
  ...(databaseUrl ? [{ name: 'PostgreSQL', server: databaseUrl, key: 'databaseUrl', clean: cleanPostgres }] : []),
]

if (servers.length === 0)
  test.skip('outages are tested where TEST_REDIS_URL or TEST_DATABASE_URL names a server', () => {})

describe.each(servers)('when $name goes away', ({ server, key, clean }) => {
  test('adds fail at once, and workers go on when it is back', async () => {
    const namespace = ownNamespace()
    const gate = await gateTo(server)
    const told: string[] = []
    const engine = await openEngine({
      [key]: gate.url,
      namespace,
      dataDir: '',
      log: (sentence) => told.push(sentence),
    })
    const ran: string[] = []
    const consumer = await engine.queues.events.work(async ({ id }) => void ran.push(id), { concurrency: 2 })
    await engine.queues.events.add('before', 1)
    await until(async () => ran.includes('before'))

    await gate.cut()
    const cutAt = Date.now()
    await expect(engine.queues.events.add('during', 1)).rejects.toThrow()
    await expect(engine.store.put('during', 1)).rejects.toThrow()
    await expect(engine.ping()).rejects.toThrow()
    expect(Date.now() - cutAt).toBeLessThan(2_500)
    await until(async () => told.length > 0)

    await gate.reopen()
    await until(
      async () =>
        await engine.queues.events.add('after', 1).then(
          () => true,
          () => false,
        ),
    )
    await until(async () => ran.includes('after'))
    expect(await engine.store.get('during')).toBeUndefined()
    await consumer.close()
    await engine.close()
    await gate.cut()
    await clean(server, namespace)
    expect(ran).toEqual(['before', 'after'])
  }, 20_000)

  test('an engine closes although it is still away', async () => {
    const namespace = ownNamespace()
    const gate = await gateTo(server)
    const engine = await openEngine({ [key]: gate.url, namespace, dataDir: '' })
    await engine.queues.events.work(async () => {}, { concurrency: 1 })
    await gate.cut()
    await engine.close()
    await clean(server, namespace)
  }, 20_000)
})

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10))
}
