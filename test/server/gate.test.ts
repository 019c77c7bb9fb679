import { describe, expect, test } from '@jest/globals'
import { command } from './api/command.ts'
import { raw } from './delivery.ts'
import { apiTokens, get, servers, token } from './harness.ts'

const { start } = servers()

describe('who may read', () => {
  const routes = [
    '/',
    '/deployments/1',
    '/api/deployments',
    '/api/deployments/1/log?follow=1',
    '/api/targets',
    '/api/holds',
    '/nothing',
  ]

  test.each(routes)('%s is for those with a token, and for this machine', async (route) => {
    const { url, port } = await start({ apiTokens })
    const far = { 'X-Forwarded-For': '10.0.0.1' }
    expect((await get(url + route)).status).not.toBe(401)
    expect((await get(url + route, { ...far, Authorization: `Bearer ${token}` })).status).not.toBe(401)
    expect(await get(url + route, far)).toMatchObject({ status: 401, text: expect.stringContaining('API_TOKENS') })
    expect(await get(url + route, { Authorization: 'Bearer nonsense' })).toMatchObject({ status: 401 })
    const elsewhere = `GET ${route} HTTP/1.1\r\nHost: deploy.example:${port}\r\nConnection: close\r\n\r\n`
    expect(await raw(port, elsewhere)).toMatch(/^HTTP\/1\.1 401 /)
  })

  test('a server that listens to everybody asks for a token, and says how to set one', async () => {
    const { port } = await start({ host: '0.0.0.0' })
    const answer = await get(`http://127.0.0.1:${port}/api/targets`)
    expect(answer).toMatchObject({ status: 401, text: expect.stringContaining('API_TOKENS=name:token') })
    expect(answer.headers.get('www-authenticate')).toContain('Bearer')
  })

  test('no command is taken from elsewhere', async () => {
    const { url } = await start({ perform: () => Promise.reject(new Error('it was performed')) })
    expect((await command(url, { text: 'apps' }, { 'X-Forwarded-For': '10.0.0.1' })).status).toBe(401)
  })
})
