import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from '@jest/globals'
import { askForToken, beginDeviceFlow, type OAuthApp } from '../../../core/github/device-flow.ts'

const close: (() => void)[] = []
afterEach(() => {
  for (const one of close.splice(0)) one()
})

interface Seen {
  readonly path: string | undefined
  readonly accept: string | undefined
  readonly fields: { readonly [name: string]: string }
}

/** A server that answers one thing; `seen` is what it was asked. */
async function answering(status: number, body: string): Promise<{ app: OAuthApp; seen: Seen[] }> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    void text(request).then((form) => {
      const fields = Object.fromEntries(new URLSearchParams(form))
      seen.push({ path: request.url, accept: request.headers.accept, fields })
      response.writeHead(status).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  close.push(() => server.close())
  const serverUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { app: { serverUrl, apiUrl: serverUrl, clientId: 'Iv1' }, seen }
}

const begun = { device_code: 'd', user_code: 'U-1', verification_uri: 'https://github.com/login/device' }

test.each([
  ['JSON', JSON.stringify({ ...begun, expires_in: 600, interval: 7 })],
  ['a form, as GitHub does unasked', new URLSearchParams({ ...begun, expires_in: '600', interval: '7' }).toString()],
])('the beginning is read from %s', async (_, body) => {
  const { app, seen } = await answering(200, body)
  expect(await beginDeviceFlow(app)).toEqual({
    kind: 'begun',
    deviceCode: 'd',
    userCode: 'U-1',
    url: 'https://github.com/login/device',
    lastsMs: 600_000,
    intervalMs: 7_000,
  })
  expect(seen).toMatchObject([{ path: '/login/device/code', accept: 'application/json', fields: { client_id: 'Iv1' } }])
})

const code = { deviceCode: 'd', intervalMs: 5_000 }

test.each([
  [{ error: 'authorization_pending' }, { kind: 'pending', intervalMs: 5_000 }],
  [
    { error: 'slow_down', interval: 12 },
    { kind: 'pending', intervalMs: 12_000 },
  ],
  [{ error: 'slow_down' }, { kind: 'pending', intervalMs: 10_000 }],
  [{ error: 'access_denied' }, { kind: 'refused', error: 'access_denied' }],
  [{ access_token: 't' }, { kind: 'granted', token: 't' }],
  [
    { access_token: 't', expires_in: 28_800, refresh_token: 'r' },
    { kind: 'granted', token: 't', lastsMs: 28_800_000, refreshToken: 'r' },
  ],
])('%j is %j', async (body, means) => {
  const { app, seen } = await answering(200, JSON.stringify(body))
  expect(await askForToken(app, code)).toMatchObject(means)
  expect(seen).toMatchObject([{ fields: { device_code: 'd', grant_type: expect.stringContaining('device_code') } }])
})

test('what is not documented means that nothing is known', async () => {
  const { app } = await answering(502, '<html>')
  expect(await askForToken(app, code)).toMatchObject({ kind: 'unreachable', message: expect.stringContaining('502') })
})
