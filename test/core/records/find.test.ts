import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Engine } from '../../../core/engine/engine.ts'
import { publicUrlOf, putAddress } from '../../../core/records/address.ts'
import { deploymentKey } from '../../../core/records/deployment.ts'
import { type DeploymentFilter, deploymentById, findDeployments, isCursor } from '../../../core/records/find.ts'
import { openRecords, type Records } from '../../../core/records/records.ts'
import { deployment, freshEngine, store } from '../../server/harness.ts'

let engine: Engine
let records: Records
let fresh: Awaited<ReturnType<typeof freshEngine>>

beforeAll(async () => {
  fresh = await freshEngine()
  engine = fresh.engine
  records = openRecords(engine.store)
  const put = (id: number, more?: Parameters<typeof deployment>[1]) => store({ engine, records }, deployment(id, more))
  for (let id = 1; id <= 230; id++) await put(id, { app: id % 2 === 0 ? 'web' : 'api' })
  await put(301, {
    ref: 'hotfix',
    state: 'failure',
    reason: 'The Disk is full',
    who: { id: 'shell:bob', name: 'bob', names: [] },
  })
  await put(302, { environment: 'staging', state: 'in_progress' })
  await put(303, { key: deploymentKey('github.acme.example', 303), createdAt: 5 })
  await put(303, { createdAt: 6, summary: 'the younger of two' })
})
afterAll(() => fresh.remove())

const find = (filter: Partial<DeploymentFilter>, cursor?: string) =>
  findDeployments(engine.store, records, { limit: 10, ...filter }, cursor)

async function idsOf(filter: Partial<DeploymentFilter>): Promise<number[]> {
  return (await find(filter)).found.map(({ id }) => id)
}

describe('finding deployments', () => {
  test('newest first', async () => {
    expect(await idsOf({ limit: 5 })).toEqual([303, 303, 302, 301, 230])
  })

  test.each<[Partial<DeploymentFilter>, number[]]>([
    [{ environment: 'staging' }, [302]],
    [{ app: 'WEB', limit: 3 }, [303, 303, 302]],
    [{ target: 'web/staging' }, [302]],
    [{ target: 'api/production', limit: 2 }, [229, 227]],
    [{ state: 'failure' }, [301]],
    [{ state: 'error' }, []],
    [{ ref: 'hotfix' }, [301]],
    [{ q: 'disk' }, [301]],
    [{ q: 'FULL bob' }, [301]],
    [{ q: 'full alice' }, []],
    [{ q: '#302' }, [302]],
    [{ q: `${(77).toString(16).padStart(40, '0')}` }, [77]],
    [{ app: 'web', state: 'in_progress', q: 'main' }, [302]],
  ])('%j', async (filter, ids) => {
    expect(await idsOf(filter)).toEqual(ids)
  })

  test.each([{}, { app: 'api' }, { target: 'web/production' }])(
    'page by page nothing is missed or told twice: %j',
    async (filter) => {
      const all = (await find({ ...filter, limit: 1000 })).found.map(({ key }) => key)
      const paged: string[] = []
      let cursor: string | undefined
      do {
        const { found, next } = await find({ ...filter, limit: 7 }, cursor)
        paged.push(...found.map(({ key }) => key))
        cursor = next
      } while (cursor !== undefined)
      expect(paged).toEqual(all)
      expect(new Set(paged).size).toBe(paged.length)
    },
  )

  test('there is no next page after the last deployment', async () => {
    expect(await find({ target: 'web/staging', limit: 1 })).not.toHaveProperty('next')
  })

  test('a cursor is one of ours or is refused', async () => {
    const { next } = await find({ limit: 1 })
    expect(isCursor(next ?? '')).toBe(true)
    expect(isCursor('../x')).toBe(false)
    expect(isCursor('github.com')).toBe(false)
  })
})

describe('one deployment', () => {
  test('by the id GitHub gave it', async () => {
    expect(await deploymentById(engine.store, records, 302)).toMatchObject({ id: 302, environment: 'staging' })
    expect(await deploymentById(engine.store, records, 9999)).toBeUndefined()
  })

  test('of two servers with the same id the younger is meant', async () => {
    expect(await deploymentById(engine.store, records, 303)).toMatchObject({ summary: 'the younger of two' })
  })

  test('of a certain target', async () => {
    expect(await deploymentById(engine.store, records, 302, 'web/staging')).toMatchObject({ id: 302 })
    expect(await deploymentById(engine.store, records, 302, 'web/production')).toBeUndefined()
  })
})

test('the address of the pages is what is configured, else what a server said, else unknown', async () => {
  expect(await publicUrlOf(engine.store)).toBeUndefined()
  await putAddress(engine.store, 'http://127.0.0.1:8080/')
  expect(await publicUrlOf(engine.store)).toBe('http://127.0.0.1:8080')
  expect(await publicUrlOf(engine.store, 'https://deploy.example/')).toBe('https://deploy.example')
})
