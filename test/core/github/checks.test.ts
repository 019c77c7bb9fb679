import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createGitHub } from '../../../core/github/index.ts'
import { token } from './samples.ts'
import { answer, routes, scriptedServer, type Script, type ScriptedServer } from './scripted-server.ts'

let server: ScriptedServer
beforeEach(async () => {
  server = await scriptedServer()
})
afterEach(() => server.close())

const sha = 'a84d88e7554fc1fa21bcbc4efae3c782a70d2b9d'
const checks = () => createGitHub({ apiUrl: server.url, auth: { token } }).checks('acme/web', sha)

/** Serves a list a page at a time, as GitHub does. */
const paged =
  (key: string, all: readonly object[]): Script =>
  (seen, response) => {
    const size = Number(seen.query.get('per_page'))
    const start = (Number(seen.query.get('page')) - 1) * size
    answer(200, { total_count: all.length, [key]: all.slice(start, start + size) })(seen, response)
  }

const has = (statuses: readonly object[], runs: readonly object[]) =>
  routes({
    [`GET /repos/acme/web/commits/${sha}/status`]: paged('statuses', statuses),
    [`GET /repos/acme/web/commits/${sha}/check-runs`]: paged('check_runs', runs),
  })

const run = (id: number, name: string, status: string, conclusion: string | null, app = 1) => ({
  id,
  name,
  status,
  conclusion,
  app: { id: app, slug: `app-${app}` },
})

test('statuses and check runs stand in one list, a run with its conclusion once it has one', async () => {
  server.script = has(
    [{ context: 'ci/build', state: 'success' }],
    [run(1, 'lint', 'completed', 'failure'), run(2, 'e2e', 'in_progress', null), run(3, 'docs', 'queued', null)],
  )
  expect(await checks()).toEqual([
    { context: 'ci/build', state: 'success' },
    { context: 'lint', state: 'failure' },
    { context: 'e2e', state: 'in_progress' },
    { context: 'docs', state: 'queued' },
  ])
})

test('a run that was repeated counts as it ended last, for each app by itself', async () => {
  server.script = has(
    [],
    [
      run(5, 'test', 'completed', 'success'),
      run(2, 'test', 'completed', 'failure'),
      run(3, 'test', 'completed', 'failure', 2),
    ],
  )
  expect(await checks()).toEqual([
    { context: 'test', state: 'success' },
    { context: 'test', state: 'failure' },
  ])
})

test('no checks at all are an empty list', async () => {
  server.script = has([], [])
  expect(await checks()).toEqual([])
})

test('what does not fit on one page is read to its end', async () => {
  const statuses = Array.from({ length: 250 }, (_, i) => ({ context: `ci/${i}`, state: 'success' }))
  const runs = Array.from({ length: 100 }, (_, i) => run(i, `run ${i}`, 'completed', 'success'))
  server.script = has(statuses, runs)
  expect(await checks()).toHaveLength(350)
  expect(server.seen.filter(({ query }) => query.get('filter') === 'latest')).toHaveLength(2)
})
