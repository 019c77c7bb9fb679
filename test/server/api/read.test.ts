import { beforeAll, describe, expect, test } from '@jest/globals'
import { openRecords, sets } from '../../../core/records/records.ts'
import { deployment, get, servers, store } from '../harness.ts'

const { engine, start } = servers()

describe('reading', () => {
  beforeAll(async () => {
    const records = openRecords(engine().store)
    const put = (...[id, more]: Parameters<typeof deployment>) =>
      store({ engine: engine(), records }, deployment(id, more))
    for (let id = 1; id <= 5; id++) await put(id)
    await put(10, {
      state: 'in_progress',
      ref: 'feature/x',
      startedAt: Date.UTC(2026, 0, 2),
      place: { adapter: 'slack', room: 'C-SECRET-ROOM', roomNames: [] },
      run: 'token-of-the-run',
      request: 'id-of-the-request',
      checkpoint: { arn: 'inner-life' },
      steps: [
        { state: 'in_progress', description: 'shell runs', at: Date.UTC(2026, 0, 2), github: 'posted', told: true },
      ],
    })
    await put(11, { state: 'queued' })
    await put(12, { app: 'api', repository: 'acme/api', state: 'failure', summary: 'script/deploy ended with 1' })
    await records.targets.create('web/production', {
      newestStarted: 10,
      live: { sha: '5'.padStart(40, '0'), deployment: 5 },
    })
    await engine().store.sorted.add(sets.lane('web/production'), deployment(5).key, 5)
    await engine().store.sorted.add(sets.lane('web/production'), deployment(10).key, 10)
    await engine().store.sorted.add(sets.lane('web/production'), deployment(11).key, 11)
    await records.waits.create('w1', {
      id: 'w1',
      request: 'r1',
      app: 'web',
      environment: 'staging',
      repository: 'acme/web',
      branch: 'soon',
      sha: 'e'.repeat(40),
      createdAt: 1,
      until: Date.UTC(2026, 0, 3),
      state: 'waiting',
      attempts: 0,
    })
  })

  test('one deployment, without what is nobody else\u2019s business', async () => {
    const { url } = await start()
    const { status, text, json } = await get(`${url}/api/deployments/10`)
    expect(status).toBe(200)
    expect(json()).toEqual({
      id: 10,
      app: 'web',
      environment: 'production',
      repository: 'acme/web',
      ref: 'feature/x',
      sha: 'a'.padStart(40, '0'),
      task: 'deploy',
      hosts: [],
      force: false,
      actor: { id: 'shell:alice', name: 'alice' },
      state: 'in_progress',
      created_at: '2026-01-01T00:00:10.000Z',
      started_at: '2026-01-02T00:00:00.000Z',
      statuses: [{ state: 'in_progress', description: 'shell runs', at: '2026-01-02T00:00:00.000Z' }],
    })
    expect(text).not.toMatch(/C-SECRET-ROOM|token-of-the-run|id-of-the-request|inner-life/)
  })

  test.each<[string, number[]]>([
    ['', [12, 11, 10, 5, 4, 3, 2, 1]],
    ['?app=API', [12]],
    ['?app=web&environment=Production&limit=2', [11, 10]],
    ['?state=in_progress', [10]],
    ['?q=feature', [10]],
    ['?q=nothing+like+it', []],
  ])('deployments%s', async (query, ids) => {
    const { url } = await start()
    expect((await get(`${url}/api/deployments${query}`)).json()).toMatchObject(ids.map((id) => ({ id })))
  })

  test('a Link header leads from page to page', async () => {
    const { url } = await start()
    const seen: unknown[] = []
    let next: string | undefined = '/api/deployments?app=web&limit=3'
    while (next !== undefined) {
      const page = await get(url + next)
      seen.push(...(page.json() as { id: number }[]).map(({ id }) => id))
      next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1]
    }
    expect(seen).toEqual([11, 10, 5, 4, 3, 2, 1])
  })

  test('targets: what is live, what runs, who waits', async () => {
    const { url } = await start()
    expect((await get(`${url}/api/targets`)).json()).toMatchObject([
      {
        app: 'web',
        environment: 'staging',
        live: null,
        running: null,
        waiting: [],
        waits: [{ branch: 'soon', until: '2026-01-03T00:00:00.000Z' }],
      },
      {
        app: 'web',
        environment: 'production',
        live: { deployment: 5, ref: 'main' },
        running: { id: 10 },
        waiting: [{ id: 11 }],
        waits: [],
      },
      { app: 'api', environment: 'staging', live: null },
      { app: 'api', environment: 'production', live: null },
    ])
  })

  test('holds: there are none yet', async () => {
    const { url } = await start()
    expect((await get(`${url}/api/holds`)).json()).toEqual([])
  })

  test.each([
    ['/api/deployments/999', 404, '#999'],
    ['/api/deployments/999/log', 404, '#999'],
    ['/api/deployments/x', 400, 'id'],
    ['/api/deployments/1.5', 400, 'id'],
    ['/api/deployments/-1', 400, 'id'],
    ['/api/deployments/1/log?follow=yes', 400, 'follow'],
    ['/api/deployments/1/log?from=-1', 400, 'from'],
    ['/api/deployments?state=done', 400, 'state'],
    ['/api/deployments?limit=0', 400, 'limit'],
    ['/api/deployments?limit=101', 400, 'limit'],
    ['/api/deployments?app=a&app=b', 400, 'app'],
    ['/api/deployments?cursor=%2e%2e', 400, 'cursor'],
    ['/api/deployments?colour=red', 400, 'colour'],
    ['/api/nothing', 404, '/api/nothing'],
    ['/deployments/%', 400, 'read'],
  ])('%s answers %i and names %s', async (path, status, named) => {
    const { url } = await start()
    const answer = await get(url + path)
    expect(answer.status).toBe(status)
    expect(answer.json()).toMatchObject({ error: expect.stringContaining(named) })
  })
})
