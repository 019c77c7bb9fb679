import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, until, type World } from './world.ts'

let world: World
let id: number
beforeAll(async () => {
  world = await openWorld({ env: { API_TOKENS: 'ci:a-token-of-the-tests' } })
  world.says('deploy web to production')
  await world.hears(/to production is out/, 20_000)
  id = await until(() => world.latest()?.id)
}, 60_000)
afterAll(() => world.close())

/** As node:http lets one say any Host, which fetch does not. */
function get(path: string, headers: { readonly [name: string]: string }): Promise<{ status: number; text: string }> {
  const { port } = new URL(world.slipway.url ?? '')
  return new Promise((resolve, reject) => {
    const sending = request({ port, path, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    sending.on('error', reject).end()
  })
}

const routes = () => [
  `/api/deployments/${id}/log`,
  `/api/deployments/${id}/log?follow=1`,
  `/api/deployments/${id}`,
  '/api/deployments',
  `/deployments/${id}`,
  '/',
]

test.each<[string, { readonly [name: string]: string }]>([
  ['under another name than this machine’s', { Host: 'slipway.example' }],
  ['under a name that only begins like it', { Host: 'localhost.example:8080' }],
  ['through a proxy', { 'X-Forwarded-For': '203.0.113.7' }],
  ['through a proxy that says so in the standard way', { Forwarded: 'for=203.0.113.7' }],
  ['with a wrong token', { Authorization: 'Bearer not-a-token' }],
])('the log is not shown to who comes %s without a token', async (_, headers) => {
  for (const route of routes()) {
    const { status, text } = await get(route, headers)
    expect({ route, status }).toEqual({ route, status: 401 })
    expect(text).toMatch(/API_TOKENS/)
    expect(text).not.toContain('deploying')
  }
})

test.each<[string, { readonly [name: string]: string }]>([
  ['here, straight', {}],
  ['with a token, under any name', { Host: 'slipway.example', Authorization: 'Bearer a-token-of-the-tests' }],
])('the log is shown to who comes %s', async (_, headers) => {
  const { status, text } = await get(`/api/deployments/${id}/log`, headers)
  expect(status).toBe(200)
  expect(text).toContain('deploying main to production')
})
