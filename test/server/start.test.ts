import { describe, expect, test } from '@jest/globals'
import type { Engine } from '../../core/engine/engine.ts'
import { publicUrlOf } from '../../core/records/address.ts'
import { get, servers } from './harness.ts'

const { engine, start } = servers()

describe('starting', () => {
  test('without a webhook secret is refused by its name', async () => {
    await expect(start({ webhookSecrets: [] })).rejects.toThrow(/GITHUB_WEBHOOK_SECRET is not set/)
    await expect(start({ webhookSecrets: ['x', ''] })).rejects.toThrow(/GITHUB_WEBHOOK_SECRET/)
  })

  test('on a port that is taken says which variable to change', async () => {
    const { port } = await start()
    await expect(start({ port })).rejects.toThrow(`PORT ${port} on 127.0.0.1 is taken`)
  })

  test('on an address of another machine says which variable to change', async () => {
    await expect(start({ host: '192.0.2.1' })).rejects.toThrow('HOST 192.0.2.1 is not an address of this machine')
  })

  test('tells the other roles where it is, or where people reach it', async () => {
    const { url } = await start()
    expect(await publicUrlOf(engine().store)).toBe(url)
    await start({ publicUrl: 'https://deploy.example/' })
    expect(await publicUrlOf(engine().store)).toBe('https://deploy.example')
  })

  test('with an engine that does not answer fails and frees the port', async () => {
    const stuck: Engine = { ...engine(), store: { ...engine().store, put: () => new Promise(() => {}) } }
    const { port, ...freed } = await start()
    await freed.close()
    await expect(start({ engine: stuck, port, limits: { engineMs: 50 } })).rejects.toThrow(
      'the engine did not answer within 0.05 s',
    )
    expect((await start({ port })).port).toBe(port)
  })
})

describe('health', () => {
  test('the process is up and the engine answers', async () => {
    const { url } = await start()
    expect(await get(`${url}/healthz`)).toMatchObject({ status: 200 })
    expect(await get(`${url}/readyz`)).toMatchObject({ status: 200 })
  })

  test.each<[string, Engine['ping']]>([
    ['never answers', () => new Promise(() => {})],
    ['is not there', () => Promise.reject(new Error('connect ECONNREFUSED redis.internal'))],
  ])('an engine that %s makes us not ready, and still up', async (_what, ping) => {
    const server = await start({ engine: { ...engine(), ping }, limits: { engineMs: 100 } })
    expect(await get(`${server.url}/healthz`)).toMatchObject({ status: 200 })
    const ready = await get(`${server.url}/readyz`)
    expect(ready).toMatchObject({ status: 503, text: expect.stringContaining('engine') })
    expect(ready.text).not.toContain('redis.internal')
  })

  test('is told to everybody', async () => {
    const { url } = await start()
    const far = { 'X-Forwarded-For': '10.0.0.1' }
    expect(await get(`${url}/healthz`, far)).toMatchObject({ status: 200 })
    expect(await get(`${url}/readyz`, far)).toMatchObject({ status: 200 })
  })
})
