import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createGitHub, GitHubError } from '../../../core/github/index.ts'
import { deployment, token } from './samples.ts'
import { answer, inTurn, page, routes, scriptedServer, type Script, type ScriptedServer } from './scripted-server.ts'

let server: ScriptedServer
beforeEach(async () => {
  server = await scriptedServer()
})
afterEach(() => server.close())

const github = () => createGitHub({ apiUrl: server.url, auth: { token }, timeoutMs: 300 })
const reset: Script = (_, response) => response.socket?.resetAndDestroy()
const repository = { id: 9, full_name: 'acme/web', default_branch: 'trunk', private: true }

test('a repository is known by its id and told its default branch', async () => {
  server.script = routes({ 'GET /repos/acme/web': answer(200, repository) })
  expect(await github().repository('acme/web')).toEqual({ id: 9, fullName: 'acme/web', defaultBranch: 'trunk' })
  expect(await github().repository('acme/gone')).toBeUndefined()
})

test('a renamed repository is found under its old name', async () => {
  server.script = routes({
    'GET /repos/acme/old': answer(301, {}, { location: `${server.url}/repositories/9` }),
    'GET /repositories/9': answer(200, repository),
  })
  expect(await github().repository('acme/old')).toMatchObject({ fullName: 'acme/web' })
})

test.each(['web', 'acme/web/x', 'acme/..', '../web', 'acme/a b', 'acme/web?x'])(
  '"%s" is asked of nobody',
  async (name) => {
    await expect(async () => github().repository(name)).rejects.toMatchObject({ kind: 'invalid' })
    expect(server.seen).toHaveLength(0)
  },
)

describe('a deployment', () => {
  test('is read, and undefined where there is none', async () => {
    server.script = routes({ 'GET /repos/acme/web/deployments/7': answer(200, deployment) })
    expect(await github().deployment('acme/web', 7)).toEqual({
      id: 7,
      sha: deployment.sha,
      ref: 'main',
      task: 'deploy',
      environment: 'production',
      payload: { request: 'r1' },
      description: 'alice deploys web',
      creator: { login: 'octocat', type: 'User' },
      madeByApp: null,
      createdAt: '2026-01-05T11:59:00Z',
    })
    expect(await github().deployment('acme/web', 8)).toBeUndefined()
  })

  test('made by an App names it', async () => {
    const app = { id: 1, slug: 'github-actions', name: 'GitHub Actions' }
    server.script = answer(200, { ...deployment, performed_via_github_app: app })
    expect(await github().deployment('acme/web', 7)).toMatchObject({ madeByApp: 'github-actions' })
  })

  test.each([
    ['an object', { a: [1] }, { a: [1] }],
    ['a JSON string', '{"a":[1]}', { a: [1] }],
    ['a JSON string in a JSON string', '"{\\"a\\":[1]}"', { a: [1] }],
    ['free text', 'by hand', 'by hand'],
    ['a number in a string', '123', '123'],
    ['nothing', '', ''],
    ['null', null, null],
  ])('with %s as its payload', async (_, sent, payload) => {
    server.script = answer(200, { ...deployment, payload: sent })
    expect(await github().deployment('acme/web', 7)).toMatchObject({ payload })
  })

  test('with a number in its payload that is longer than JSON.stringify could write', async () => {
    server.script = (_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(
          JSON.stringify({ ...deployment, payload: {} }).replace(
            '"payload":{}',
            '"payload":{"n":12345678901234567890}',
          ),
        )
    const found = await github().deployment('acme/web', 7)
    expect(JSON.stringify(found?.payload)).toBe('{"n":12345678901234567000}')
  })
})

test('deployments are asked for by environment, sha and task', async () => {
  server.script = answer(200, [deployment])
  const found = await github().deployments('acme/web', { environment: 'qa & more', sha: 'abc' })
  expect(found.map(({ id }) => id)).toEqual([7])
  expect(Object.fromEntries(server.seen[0]?.query ?? [])).toEqual({
    environment: 'qa & more',
    sha: 'abc',
    per_page: '100',
  })
})

test('statuses of a deployment', async () => {
  server.script = answer(200, [{ id: 3, state: 'success', description: null, creator: {} }])
  expect(await github().statuses('acme/web', 7)).toEqual([{ id: 3, state: 'success', description: null }])
})

test('the commit that a tag stands for, its name encoded; undefined where it stands for none', async () => {
  server.script = routes({
    'GET /repos/acme/web/commits/v1%2Fbeta': answer(200, { sha: 'abc', commit: {} }),
    'GET /repos/acme/web/commits/v9': answer(422, { message: 'No commit found for SHA: v9' }),
  })
  expect(await github().commit('acme/web', 'v1/beta')).toBe('abc')
  expect(await github().commit('acme/web', 'v9')).toBeUndefined()
})

describe('the head of a branch', () => {
  test('is that of the very branch, its name encoded', async () => {
    server.script = answer(200, { ref: 'refs/heads/fix/#1 50%', object: { sha: 'abc', type: 'commit' } })
    expect(await github().branchHead('acme/web', 'fix/#1 50%')).toBe('abc')
    expect(server.seen[0]?.path).toBe('/repos/acme/web/git/ref/heads/fix/%231%2050%25')
  })
  test('is undefined where there is no such branch', async () => {
    expect(await github().branchHead('acme/web', 'gone')).toBeUndefined()
  })
  test.each([
    ['another branch', { ref: 'refs/heads/fixes', object: { sha: 'abc' } }],
    ['a list of what begins so', [{ ref: 'refs/heads/fixes', object: { sha: 'abc' } }]],
  ])('is not that of %s', async (_, body) => {
    server.script = inTurn(answer(200, body), answer(404, { message: 'Branch not found' }))
    expect(await github().branchHead('acme/web', 'fix')).toBeUndefined()
  })
  test('is found as a branch where a server knows no single refs', async () => {
    const branch = { name: 'fix', commit: { sha: 'abc' } }
    server.script = inTurn(answer(404, { message: 'Not Found' }), answer(200, branch))
    expect(await github().branchHead('acme/web', 'fix')).toBe('abc')
    expect(server.seen[1]?.path).toBe('/repos/acme/web/branches/fix')
  })
  test('of an empty repository is undefined', async () => {
    server.script = answer(409, { message: 'Git Repository is empty.' })
    expect(await github().branchHead('acme/web', 'main')).toBeUndefined()
  })
  test.each(['../../../../user', 'a//b', '.', ''])('"%s" leads nowhere', async (branch) => {
    expect(await github().branchHead('acme/web', branch)).toBeUndefined()
    expect(server.seen).toHaveLength(0)
  })
})

describe('a read that does not work', () => {
  test.each<[string, Script, string]>([
    ['401', answer(401, { message: 'Bad credentials' }), 'bad-credentials'],
    ['403', answer(403, { message: 'no' }), 'forbidden'],
    ['429', answer(429, {}, { 'retry-after': '60' }), 'limited'],
    ['422', answer(422, { message: 'No commit found for SHA: abc' }), 'invalid'],
    ['a page', page(200), 'unclear'],
  ])('%s', async (_, script, kind) => {
    server.script = script
    const error = await github()
      .repository('acme/web')
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(GitHubError)
    expect(error).toMatchObject({ kind, message: expect.not.stringContaining(token) })
    expect(server.seen).toHaveLength(1)
  })
  test('a list that is not there is an error', async () => {
    await expect(github().statuses('acme/web', 7)).rejects.toMatchObject({ kind: 'not-found' })
  })
  test('a 502 and a reset are asked again', async () => {
    server.script = inTurn(page(502), reset, answer(200, repository))
    expect(await github().repository('acme/web')).toMatchObject({ id: 9 })
  })
  test('and after two more tries given up', async () => {
    server.script = page(503)
    await expect(github().repository('acme/web')).rejects.toMatchObject({ kind: 'unclear' })
    expect(server.seen).toHaveLength(3)
  })
  test('a timeout is not repeated', async () => {
    server.script = () => undefined
    await expect(github().repository('acme/web')).rejects.toMatchObject({ kind: 'unclear' })
    expect(server.seen).toHaveLength(1)
  })
})
