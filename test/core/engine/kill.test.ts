import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '../../../core/engine/engine.ts'
import { DirectoryInUse } from '../../../core/engine/errors.ts'
import { openEngine } from '../../../core/engine/open.ts'
import { engineChild } from './child.ts'
import { cleanPostgres, cleanRedis, ownNamespace } from './servers.ts'

describe('an embedded engine whose process is killed with -9', () => {
  let dataDir: string
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'slipway-killed-'))
  })
  afterAll(() => rm(dataDir, { recursive: true }))

  test('loses nothing that it acknowledged, and lets the next process in', async () => {
    const child = engineChild({ dataDir }, 'write')
    let last = -1
    while (last < 200) last = Number(await child.line())
    const refused = await openEngine({ dataDir }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(DirectoryInUse)
    expect(refused).toMatchObject({ directory: dataDir, pid: child.pid })
    await child.kill()

    const engine = await openEngine({ dataDir })
    const entries = await engine.store.list('killed/', { limit: 100_000 })
    const jobs = await engine.queues.events.liveIds()
    await engine.close()
    expect(entries.slice(0, last + 1).map(({ value }) => value)).toEqual(Array.from({ length: last + 1 }, (_, n) => n))
    for (let n = 0; n <= last; n++) expect(jobs).toContain(`killed-${n}`)
  }, 60_000)

  test('during its first opening leaves a directory that opens', async () => {
    const first = join(dataDir, 'first')
    const told: string[] = []
    const child = engineChild({ dataDir: first })
    await until(async () => existsSync(join(first, 'db', 'base')))
    await child.kill()
    const engine = await openEngine({ dataDir: first, log: (sentence) => told.push(sentence) })
    expect(told).toEqual([expect.stringContaining(first)])
    await engine.store.put('a', 1)
    await engine.close()
  }, 60_000)
})

const redisUrl = process.env['TEST_REDIS_URL']
const databaseUrl = process.env['TEST_DATABASE_URL']
const embeddedDir = join(tmpdir(), `slipway-${ownNamespace()}`)
const namespace = ownNamespace()

const engines = [
  { name: 'embedded', options: { dataDir: embeddedDir }, clean: () => rm(embeddedDir, { recursive: true }) },
  ...(redisUrl
    ? [{ name: 'Redis', options: { redisUrl, namespace, dataDir: '' }, clean: () => cleanRedis(redisUrl, namespace) }]
    : []),
  ...(databaseUrl
    ? [
        {
          name: 'PostgreSQL',
          options: { databaseUrl, namespace, dataDir: '' },
          clean: () => cleanPostgres(databaseUrl, namespace),
        },
      ]
    : []),
]

describe.each(engines)('a worker on $name that is killed with -9', ({ options, clean }) => {
  let engine: Engine | undefined
  afterAll(async () => {
    await engine?.close()
    await clean()
  })

  test('has its event taken up again within 15 s, and its deployment never', async () => {
    const child = engineChild(options, 'hang')
    expect([await child.line(), await child.line()].toSorted()).toEqual(['d', 'e'])
    await child.kill()
    engine = await openEngine(options)

    const ran: string[] = []
    const before = Date.now()
    await engine.queues.deployments.work(async ({ id }) => void ran.push(id), { concurrency: 1 })
    const again = new Promise<number>((resolve) => {
      void engine?.queues.events.work(
        async ({ id, attempt }) => {
          ran.push(id)
          resolve(attempt)
        },
        { concurrency: 1 },
      )
    })
    expect(await again).toBe(1)
    expect(Date.now() - before).toBeLessThan(16_000)
    await until(async () => !(await engine?.queues.deployments.liveIds())?.has('d'))
    expect(ran).toEqual(['e'])
  }, 60_000)
})

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10))
}
