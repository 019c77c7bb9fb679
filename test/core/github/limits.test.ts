import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createGitHub } from '../../../core/github/index.ts'
import { fakeClock, type FakeClock } from './fake-clock.ts'
import { body, deployment, token } from './samples.ts'
import { answer, inTurn, routes, scriptedServer, type ScriptedServer } from './scripted-server.ts'

let server: ScriptedServer
let clock: FakeClock
beforeEach(async () => {
  server = await scriptedServer()
  clock = fakeClock()
})
afterEach(() => server.close())

const status = { state: 'success', description: 'done' } as const

test('after retry-after nothing is sent until it is over, and a person hears it at once', async () => {
  const github = createGitHub({ apiUrl: server.url, auth: { token }, clock })
  server.script = inTurn(answer(403, {}, { 'retry-after': '30' }), answer(201, deployment))
  expect(await github.createDeployment('acme/web', body)).toMatchObject({ kind: 'limited', retryAfterMs: 30_000 })
  clock.pass(5_000)
  expect(await github.createDeployment('acme/web', body)).toMatchObject({
    kind: 'limited',
    retryAfterMs: 25_000,
    message: expect.stringContaining('try again in 25 s'),
  })
  await expect(github.repository('acme/web')).rejects.toMatchObject({ kind: 'limited', retryAfterMs: 25_000 })
  expect(server.seen).toHaveLength(1)
  clock.pass(25_000)
  expect(await github.createDeployment('acme/web', body)).toMatchObject({ kind: 'created' })
})

test('the last request of an allowance works, the next one waits for the reset', async () => {
  const github = createGitHub({ apiUrl: server.url, auth: { token }, clock })
  const reset = String(clock.now() / 1_000 + 600)
  const date = new Date(clock.now()).toUTCString()
  server.script = answer(201, { id: 1 }, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset, date })
  expect(await github.createStatus('acme/web', 7, status)).toMatchObject({ kind: 'posted' })
  expect(await github.createStatus('acme/web', 7, status)).toMatchObject({ kind: 'limited', retryAfterMs: 600_000 })
  expect(server.seen).toHaveLength(1)
})

test('the documented limits on what is created are kept where they are asked for, for all repositories together', async () => {
  const github = createGitHub({
    apiUrl: server.url,
    auth: { token },
    clock,
    contentLimits: [{ requests: 2, perMs: 60_000 }],
  })
  server.script = answer(201, { id: 1 })
  await github.createStatus('acme/web', 7, status)
  await github.createStatus('acme/api', 8, status)
  expect(await github.createDeployment('acme/web', body)).toMatchObject({ kind: 'limited', retryAfterMs: 60_000 })
  server.script = routes({ 'GET /repos/acme/web/deployments/7': answer(200, deployment) })
  expect(await github.deployment('acme/web', 7)).toMatchObject({ id: 7 })
})
