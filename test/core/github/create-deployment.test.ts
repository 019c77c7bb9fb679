import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { createGitHub } from '../../../core/github/index.ts'
import { body, deployment, token } from './samples.ts'
import { answer, inTurn, page, scriptedServer, type Script, type ScriptedServer } from './scripted-server.ts'

let server: ScriptedServer
beforeEach(async () => {
  server = await scriptedServer()
})
afterEach(() => server.close())

const github = (apiUrl = server.url) => createGitHub({ apiUrl, auth: { token }, timeoutMs: 300 })
const create = (apiUrl?: string) => github(apiUrl).createDeployment('acme/web', body)

const checks = {
  contexts: [{ context: 'ci/build', state: 'pending' }],
  resource: 'Deployment',
  field: 'required_contexts',
  code: 'invalid',
}
const soon = String(Math.ceil(Date.now() / 1_000) + 30)

const resetUnread: Script = (_, response) => response.socket?.resetAndDestroy()
const closed: Script = (_, response) => response.socket?.destroy()
const never: Script = () => undefined
const half: Script = (_, response) => {
  response.writeHead(201, { 'content-type': 'application/json', 'content-length': '500' })
  response.write('{"id": 7,', () => response.destroy())
}
const empty =
  (status: number): Script =>
  (_, response) =>
    response.writeHead(status).end()

test.each<[string, Script, object]>([
  ['201', answer(201, deployment), { kind: 'created', deployment: { id: 7, sha: deployment.sha, madeByApp: null } }],
  [
    '202',
    answer(202, { message: 'Auto-merged main into topic on deployment.' }),
    { kind: 'merged', message: 'Auto-merged main into topic on deployment.' },
  ],
  [
    '409 conflict',
    answer(409, { message: 'Conflict merging main into topic.' }),
    { kind: 'conflict', message: 'Conflict merging main into topic.' },
  ],
  [
    '409 checks',
    answer(409, { message: 'Conflict: Commit status checks failed for topic.', errors: [checks] }),
    { kind: 'checks', contexts: [{ context: 'ci/build', state: 'pending' }] },
  ],
  [
    '409 checks of an older server',
    answer(409, {
      message: 'Conflict: Commit status checks failed for topic',
      errors: [{ contexts: checks.contexts }],
    }),
    { kind: 'checks', contexts: [{ context: 'ci/build', state: 'pending' }] },
  ],
  [
    '409 checks by the field alone',
    answer(409, { message: 'Conflict', errors: [{ field: 'required_contexts', code: 'invalid' }] }),
    { kind: 'checks', contexts: [] },
  ],
  ['409 as a page', page(409), { kind: 'conflict', message: expect.stringContaining('409') }],
  [
    '401',
    answer(401, { message: 'Bad credentials' }),
    { kind: 'bad-credentials', message: expect.stringContaining('GITHUB_TOKEN') },
  ],
  [
    '403',
    answer(403, { message: 'Resource not accessible by personal access token' }),
    { kind: 'forbidden', message: expect.stringContaining('repo_deployment') },
  ],
  [
    '403 with retry-after',
    answer(403, { message: 'You have exceeded a secondary rate limit.' }, { 'retry-after': '7' }),
    { kind: 'limited', retryAfterMs: 7_000 },
  ],
  [
    '403 of a secondary limit without a header',
    answer(403, { message: 'You have exceeded a secondary rate limit.' }),
    { kind: 'limited', retryAfterMs: 60_000 },
  ],
  [
    '403 with nothing remaining',
    answer(403, { message: 'API rate limit exceeded' }, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': soon }),
    { kind: 'limited', message: expect.stringContaining('try again in') },
  ],
  [
    '429',
    answer(429, { message: 'Too many requests' }, { 'retry-after': '3' }),
    { kind: 'limited', retryAfterMs: 3_000 },
  ],
  ['404', answer(404, { message: 'Not Found' }), { kind: 'not-found', message: expect.stringContaining('acme/web') }],
  [
    '422 no ref',
    answer(422, { message: 'No ref found for: nope' }),
    { kind: 'no-ref', message: 'No ref found for: nope' },
  ],
  [
    '422 otherwise',
    answer(422, {
      message: 'Validation Failed',
      errors: [{ resource: 'Deployment', field: 'environment', code: 'invalid' }, 'and more'],
    }),
    { kind: 'invalid', message: expect.stringContaining('environment (invalid), and more') },
  ],
  [
    '400',
    answer(400, { message: 'Problems parsing JSON' }),
    { kind: 'invalid', message: expect.stringContaining('Problems parsing JSON') },
  ],
  ['500', answer(500, { message: 'Server Error' }), { kind: 'unclear', message: expect.stringContaining('500') }],
  ['502 as a page', page(502), { kind: 'unclear', message: expect.stringContaining('502') }],
  ['200 as a page', page(200), { kind: 'unclear' }],
  ['202 as a page', page(202), { kind: 'unclear' }],
  ['201 as a page', page(201), { kind: 'unclear' }],
  ['201 with an empty body', empty(201), { kind: 'unclear' }],
  ['204', empty(204), { kind: 'unclear' }],
  ['201 that is no deployment', answer(201, { id: 'seven' }), { kind: 'unclear' }],
  ['201 cut off in the middle', half, { kind: 'unclear' }],
  [
    'a content type that is none',
    (_, response) => response.writeHead(201, { 'content-type': ';;;' }).end('{}'),
    { kind: 'unclear' },
  ],
  [
    'a reset after the request was read',
    resetUnread,
    { kind: 'unclear', message: expect.stringContaining('looked for before') },
  ],
  ['a connection closed without an answer', closed, { kind: 'unclear' }],
  ['no answer in time', never, { kind: 'unclear', message: expect.stringContaining('took too long') }],
])('%s', async (_, script, outcome) => {
  server.script = script
  const told = await create()
  expect(told).toMatchObject(outcome)
  expect(JSON.stringify(told)).not.toContain(token)
  expect(server.seen).toHaveLength(1)
})

describe('where no request could leave', () => {
  let dead: Server
  beforeAll(
    () =>
      new Promise<void>((listening) => {
        dead = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1', listening)
      }),
  )
  afterAll(() => new Promise((closed) => dead.close(closed)))
  const port = () => (dead.address() as AddressInfo).port

  test('a refused port is unreachable', async () => {
    const { url } = server
    await server.close()
    expect(await create(url)).toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('connection refused'),
    })
  })
  test('a host that does not exist is unreachable', async () => {
    expect(await create('http://github.invalid')).toMatchObject({ kind: 'unreachable' })
  })
  test('a port that fetch never opens is unreachable', async () => {
    expect(await create('http://127.0.0.1:1')).toMatchObject({ kind: 'unreachable' })
  })
  test('a server that speaks no TLS is unreachable', async () => {
    expect(await create(server.url.replace('http:', 'https:'))).toMatchObject({ kind: 'unreachable' })
    expect(server.seen).toHaveLength(0)
  })
  test('a connection lost in the TLS handshake is unreachable', async () => {
    expect(await create(`https://127.0.0.1:${port()}`)).toMatchObject({ kind: 'unreachable' })
  })
  test('a plain connection lost at once is unclear: the request may have been read', async () => {
    expect(await create(`http://127.0.0.1:${port()}`)).toMatchObject({ kind: 'unclear' })
  })
})

test('a create is one request, with our body, our token and our name', async () => {
  server.script = answer(201, deployment)
  await create()
  const [request] = server.seen
  expect(server.seen).toHaveLength(1)
  expect(request).toMatchObject({ method: 'POST', path: '/repos/acme/web/deployments', body })
  expect(request?.headers.authorization).toBe(`Bearer ${token}`)
  expect(request?.headers['user-agent']).toMatch(/^slipway\/\d/)
})

test.each([301, 302, 307, 308])(
  'a renamed repository (%s) gets the same create once more, at its new address',
  async (status) => {
    server.script = inTurn(answer(status, {}, { location: '/repositories/9/deployments' }), answer(201, deployment))
    expect(await create()).toMatchObject({ kind: 'created' })
    expect(server.seen.map(({ method, path, body: sent }) => ({ method, path, sent }))).toEqual([
      { method: 'POST', path: '/repos/acme/web/deployments', sent: body },
      { method: 'POST', path: '/repositories/9/deployments', sent: body },
    ])
  },
)

test('a redirect to another server gets neither the body nor the token', async () => {
  const other = await scriptedServer(answer(201, deployment))
  server.script = answer(307, {}, { location: `${other.url}/elsewhere?token=x` })
  const told = await create()
  await other.close()
  expect(told).toMatchObject({ kind: 'not-found', message: expect.stringContaining(other.url) })
  expect(JSON.stringify(told)).not.toContain('token=x')
  expect(other.seen).toHaveLength(0)
})

test('redirects in a circle end', async () => {
  server.script = answer(307, {}, { location: '/round' })
  expect(await create()).toMatchObject({ kind: 'unclear' })
  expect(server.seen).toHaveLength(4)
})

test('of a context that is listed twice the worst state counts', async () => {
  const contexts = [
    { context: 'build', state: 'success' },
    { context: 'build', state: 'failure' },
    { context: 'lint', state: 'pending' },
    { context: 'lint', state: 'success' },
    { context: 'e2e', state: 'timed_out' },
    { name: 'not a context' },
  ]
  server.script = answer(409, {
    message: 'Conflict: Commit status checks failed for x.',
    errors: [{ ...checks, contexts }],
  })
  expect(await create()).toMatchObject({
    contexts: [
      { context: 'build', state: 'failure' },
      { context: 'lint', state: 'pending' },
      { context: 'e2e', state: 'timed_out' },
    ],
  })
})

test('a server that repeats the token in its message does not get it into ours', async () => {
  server.script = answer(403, { message: `Authorization: Bearer ${token} is not welcome` })
  const told = await create()
  expect(told).toMatchObject({ kind: 'forbidden', message: expect.stringContaining('[token] is not welcome') })
})

test('a description longer than 140 characters is cut where GitHub would refuse it', async () => {
  server.script = answer(201, deployment)
  await github().createDeployment('acme/web', { ...body, description: '\u{1F6A2}'.repeat(141) })
  await github().createDeployment('acme/web', { ...body, description: '\u{1F6A2}'.repeat(140) })
  expect(server.seen.map(({ body: sent }) => (sent as typeof body).description)).toEqual([
    `${'\u{1F6A2}'.repeat(139)}…`,
    '\u{1F6A2}'.repeat(140),
  ])
})
