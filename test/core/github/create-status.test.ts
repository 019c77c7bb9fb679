import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createGitHub } from '../../../core/github/index.ts'
import { token } from './samples.ts'
import { answer, page, scriptedServer, type Script, type ScriptedServer } from './scripted-server.ts'

let server: ScriptedServer
beforeEach(async () => {
  server = await scriptedServer()
})
afterEach(() => server.close())

const post = (description = 'shipping') =>
  createGitHub({ apiUrl: server.url, auth: { token }, timeoutMs: 300 }).createStatus('acme/web', 7, {
    state: 'success',
    description,
    log_url: 'http://here/deployments/7',
  })

test.each<[string, Script, object]>([
  ['201', answer(201, { id: 31, state: 'success' }), { kind: 'posted', id: 31 }],
  [
    '422',
    answer(422, { message: 'Validation Failed' }),
    { kind: 'refused', message: expect.stringContaining('Validation Failed') },
  ],
  ['404', answer(404, { message: 'Not Found' }), { kind: 'refused' }],
  ['401', answer(401, { message: 'Bad credentials' }), { kind: 'refused' }],
  ['403', answer(403, { message: 'Must have push access' }), { kind: 'refused' }],
  ['429', answer(429, {}, { 'retry-after': '2' }), { kind: 'limited', retryAfterMs: 2_000 }],
  ['502', page(502), { kind: 'unclear' }],
  ['201 as a page', page(201), { kind: 'unclear' }],
  ['a reset', (_, response) => response.socket?.resetAndDestroy(), { kind: 'unclear' }],
  ['no answer in time', () => undefined, { kind: 'unclear' }],
])('%s', async (_, script, outcome) => {
  server.script = script
  expect(await post()).toMatchObject(outcome)
  expect(server.seen).toHaveLength(1)
})

test('a refused port is unreachable', async () => {
  await server.close()
  expect(await post()).toMatchObject({ kind: 'unreachable' })
})

test('a status is one request, its description no longer than GitHub takes', async () => {
  server.script = answer(201, { id: 31 })
  await post('x'.repeat(200))
  expect(server.seen).toMatchObject([
    {
      method: 'POST',
      path: '/repos/acme/web/deployments/7/statuses',
      body: { state: 'success', description: `${'x'.repeat(139)}…`, log_url: 'http://here/deployments/7' },
    },
  ])
})
