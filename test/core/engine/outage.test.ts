import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
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

// The embedded engine is in this process and does not go away; the gate itself is tested everywhere.
test('a cut gate lets nobody through until it is opened again', async () => {
  const there = createServer((_, response) => response.end('here'))
  there.listen(0, '127.0.0.1')
  await once(there, 'listening')
  const gate = await gateTo(`http://127.0.0.1:${(there.address() as AddressInfo).port}`)
  const asked = async () => (await fetch(gate.url, { headers: { connection: 'close' } })).text()

  expect(await asked()).toBe('here')
  await gate.cut()
  await expect(asked()).rejects.toThrow()
  await gate.reopen()
  expect(await asked()).toBe('here')
  await gate.cut()
  there.closeAllConnections()
  there.close()
})

for (const { name, server, key, clean } of servers)
  describe(`when ${name} goes away`, () => {
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
