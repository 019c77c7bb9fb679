import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { pino } from 'pino'
import type { Engine } from '../../core/engine/engine.ts'
import { openEngine } from '../../core/engine/open.ts'
import { alone } from '../../workers/alone.ts'

let engine: Engine
let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'slipway-alone-'))
  engine = await openEngine({ dataDir })
})
afterAll(async () => {
  await engine.close()
  await rm(dataDir, { recursive: true })
})

const parts = (signal?: AbortSignal) => ({
  store: engine.store,
  log: pino({ enabled: false }),
  sleep: (ms: number) => pause(ms / 50, undefined, signal && { signal }),
})

test('one at a time works under a name, also after one that failed', async () => {
  let atWork = 0
  const most: number[] = []
  const work = (fails: string | undefined) =>
    alone(
      'deploy.yml',
      async () => {
        most.push(++atWork)
        await pause(5)
        atWork--
        if (fails) throw new Error(fails)
        return 'done'
      },
      parts(),
    )
  const outcomes = await Promise.allSettled([work(undefined), work('broken'), work(undefined), work(undefined)])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  expect(most).toEqual([1, 1, 1, 1])
})

test('other names do not wait, and whoever waits can be told to stop', async () => {
  const control = new AbortController()
  await alone(
    'deploy.yml',
    async () => {
      expect(await alone('other.yml', async () => 'done', parts())).toBe('done')
      const waiting = alone('deploy.yml', async () => 'done', parts(control.signal))
      control.abort()
      await expect(waiting).rejects.toThrow('aborted')
    },
    parts(),
  )
})
