import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createGitHub } from '../../../../core/github/index.ts'
import { token } from '../samples.ts'
import { answer, page, scriptedServer, type Script, type ScriptedServer } from '../scripted-server.ts'

let server: ScriptedServer
beforeEach(async () => {
  server = await scriptedServer()
})
afterEach(() => server.close())

const workflows = (timeoutMs = 10_000) => createGitHub({ apiUrl: server.url, auth: { token }, timeoutMs }).workflows
const body = { ref: 'main', inputs: { sha: 'abc' } }
const dispatch = (timeoutMs?: number) => workflows(timeoutMs).dispatch('acme/web', 'deploy.yml', body)

const empty =
  (status: number): Script =>
  (_, response) =>
    response.writeHead(status).end()

test.each<[string, Script, object]>([
  ['200 names the run', answer(200, { workflow_run_id: 9, run_url: 'x', html_url: 'y' }), { run: 9 }],
  ['204 does not', empty(204), {}],
  ['200 that names none is a dispatch all the same', page(200), {}],
])('%s', async (_, script, outcome) => {
  server.script = script
  expect(await dispatch()).toEqual({ kind: 'dispatched', ...outcome })
  expect(server.seen).toMatchObject([
    {
      method: 'POST',
      path: '/repos/acme/web/actions/workflows/deploy.yml/dispatches',
      body: { ...body, return_run_details: true },
    },
  ])
})

test.each<[string, Script, object]>([
  ['404', answer(404, { message: 'Not Found' }), { kind: 'refused', message: expect.stringContaining('deploy.yml') }],
  [
    '403',
    answer(403, { message: 'Resource not accessible' }),
    { kind: 'refused', message: expect.stringContaining('Actions: write') },
  ],
  ['401', answer(401, { message: 'Bad credentials' }), { kind: 'refused' }],
  ['429', answer(429, {}, { 'retry-after': '2' }), { kind: 'limited', retryAfterMs: 2_000 }],
  ['502', page(502), { kind: 'unclear' }],
  ['500', answer(500, { message: 'Server Error' }), { kind: 'unclear' }],
  ['a reset', (_, response) => response.socket?.resetAndDestroy(), { kind: 'unclear' }],
])('after %s nothing is dispatched again', async (_, script, outcome) => {
  server.script = script
  expect(await dispatch()).toMatchObject(outcome)
  expect(server.seen).toHaveLength(1)
})

test('after no answer in time nothing is dispatched again', async () => {
  server.script = () => undefined
  expect(await dispatch(1_000)).toMatchObject({ kind: 'unclear' })
  expect(server.seen.length).toBeLessThanOrEqual(1)
})

test.each([400, 422])(
  'a server that answers %i to return_run_details is asked without, and remembered',
  async (status) => {
    server.script = (seen, response) =>
      JSON.stringify(seen.body).includes('return_run_details')
        ? answer(status, { message: 'Invalid request.\n\n"return_run_details" is not a permitted key.' })(
            seen,
            response,
          )
        : response.writeHead(204).end()
    const github = workflows()
    expect(await github.dispatch('acme/web', 'deploy.yml', body)).toEqual({ kind: 'dispatched' })
    expect(await github.dispatch('acme/web', 'deploy.yml', body)).toEqual({ kind: 'dispatched' })
    expect(server.seen.map((seen) => Object.keys(seen.body ?? {}))).toEqual([
      ['ref', 'inputs', 'return_run_details'],
      ['ref', 'inputs'],
      ['ref', 'inputs'],
    ])
  },
)

test.each<[string, string, object]>([
  ['no such ref', 'No ref found for: gone', { kind: 'no-ref' }],
  ['an input it does not take', 'Unexpected inputs provided: ["x"]', { kind: 'refused' }],
])('422 for %s', async (_, message, outcome) => {
  server.script = answer(422, { message })
  expect(await dispatch()).toMatchObject({ ...outcome, message: expect.stringContaining(message) })
})

test.each<[string, Script, object]>([
  ['202', answer(202, {}), { kind: 'accepted' }],
  ['409', answer(409, { message: 'Cannot cancel a workflow run that is completed.' }), { kind: 'too-late' }],
  ['403', answer(403, { message: 'no' }), { kind: 'refused' }],
  ['502', page(502), { kind: 'unclear' }],
])('cancelling answered with %s', async (_, script, outcome) => {
  server.script = script
  expect(await workflows().cancel('acme/web', 9)).toMatchObject(outcome)
  expect(server.seen).toMatchObject([{ method: 'POST', path: '/repos/acme/web/actions/runs/9/cancel' }])
})

test('a run that says little is read all the same', async () => {
  server.script = answer(200, { id: 9 })
  expect(await workflows().run('acme/web', 9)).toEqual({
    id: 9,
    event: null,
    title: '',
    name: '',
    number: null,
    branch: null,
    sha: null,
    status: 'queued',
    conclusion: null,
    actor: null,
    url: null,
  })
})

test('runs of other events are not among the dispatched ones, whatever the server filters', async () => {
  const runs = [{ id: 3, event: 'push' }, { id: 2, event: 'workflow_dispatch' }, { id: 1 }]
  server.script = answer(200, { total_count: 3, workflow_runs: runs })
  expect((await workflows().dispatched('acme/web', 'deploy.yml')).map(({ id }) => id)).toEqual([2, 1])
  expect(Object.fromEntries(server.seen[0]?.query ?? [])).toEqual({ event: 'workflow_dispatch', per_page: '100' })
})

test('a run without jobs yet has none, and nobody is behind the token of an App', async () => {
  server.script = answer(404, { message: 'Not Found' })
  expect(await workflows().jobs('acme/web', 9)).toEqual([])
  server.script = answer(403, { message: 'Resource not accessible by integration' })
  expect(await workflows().login('acme/web')).toBeUndefined()
})
