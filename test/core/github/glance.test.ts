import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { createGitHub } from '../../../core/github/index.ts'
import { deployment, token } from './samples.ts'
import { answer, page, routes, scriptedServer, type Script, type ScriptedServer } from './scripted-server.ts'

let server: ScriptedServer
let warned: string[]
beforeEach(async () => {
  server = await scriptedServer()
  warned = []
})
afterEach(() => server.close())

const github = (graphqlUrl?: string) =>
  createGitHub({
    apiUrl: server.url,
    graphqlUrl,
    auth: { token },
    log: { debug: () => undefined, warn: (_, text) => warned.push(text) },
  })

const queryShape = z.object({ query: z.string(), variables: z.record(z.string(), z.string()) })

const node = {
  databaseId: 7,
  commitOid: 'a84d88e7554fc1fa21bcbc4efae3c782a70d2b9d',
  ref: { name: 'main' },
  task: 'deploy',
  environment: 'production',
  payload: '{"request":"r1"}',
  description: 'alice deploys web',
  creator: { login: 'octocat', __typename: 'User' },
  createdAt: '2026-01-05T11:59:00Z',
  latestStatus: null,
}
const seen = (name: string, nodes: readonly object[] = []) => ({
  databaseId: 9,
  nameWithOwner: name,
  defaultBranchRef: { name: 'trunk' },
  deployments: { nodes },
})

/** Answers as GraphQL does, from the variables of the query. */
const graphql: Script = (request, response) => {
  const { variables } = queryShape.parse(request.body)
  const count = Object.keys(variables).length / 2
  const data = Object.fromEntries(
    Array.from({ length: count }, (_, i) => {
      const name = `${variables[`owner${i}`]}/${variables[`name${i}`]}`
      return [`r${i}`, name.includes('gone') ? null : seen(name, [node])]
    }),
  )
  const errors = JSON.stringify(data).includes('null') ? [{ type: 'NOT_FOUND', path: ['r0'] }] : undefined
  return answer(200, { data, errors })(request, response)
}

test('nothing is asked about nothing', async () => {
  expect(await github().glance([])).toEqual([])
  expect(server.seen).toHaveLength(0)
})

test('a repository and its newest deployments', async () => {
  const bot = {
    ...node,
    databaseId: 6,
    ref: null,
    creator: { login: 'github-actions', __typename: 'Bot' },
    latestStatus: { state: 'SUCCESS' },
  }
  server.script = answer(200, { data: { r0: seen('acme/web', [node, bot]) } })
  expect(await github().glance(['acme/web'])).toEqual([
    {
      id: 9,
      fullName: 'acme/web',
      defaultBranch: 'trunk',
      deployments: [
        {
          id: 7,
          sha: node.commitOid,
          ref: 'main',
          task: 'deploy',
          environment: 'production',
          payload: { request: 'r1' },
          description: 'alice deploys web',
          creator: { login: 'octocat', type: 'User' },
          madeByApp: null,
          createdAt: '2026-01-05T11:59:00Z',
          unanswered: true,
          latestState: 'pending',
        },
        expect.objectContaining({
          ref: node.commitOid,
          creator: { login: 'github-actions[bot]', type: 'Bot' },
          unanswered: false,
          latestState: 'success',
        }),
      ],
    },
  ])
  expect(server.seen).toMatchObject([{ method: 'POST', path: '/graphql' }])
})

test('a hundred repositories are one call, and each is asked about once', async () => {
  server.script = graphql
  const names = Array.from({ length: 150 }, (_, i) => `acme/app-${i}`)
  const found = await github().glance([...names, 'ACME/app-1', 'acme/app-1'])
  expect(found.map(({ fullName }) => fullName.toLowerCase())).toEqual(names)
  expect(server.seen).toHaveLength(2)
})

test('no name becomes part of the query', async () => {
  server.script = graphql
  await github().glance(['acme/x") { id } evil: viewer { login'])
  const { query, variables } = queryShape.parse(server.seen[0]?.body)
  expect(query).not.toContain('evil')
  expect(variables).toMatchObject({ owner0: 'acme', name0: 'x") { id } evil: viewer { login' })
})

test('a repository that cannot be read, or is empty, is left out and told of once', async () => {
  server.script = graphql
  const one = github()
  expect(await one.glance(['acme/gone', 'acme/web'])).toMatchObject([{ fullName: 'acme/web' }])
  expect(await one.glance(['acme/gone', 'acme/web'])).toHaveLength(1)
  server.script = answer(200, { data: { r0: { ...seen('acme/empty'), defaultBranchRef: null } } })
  expect(await one.glance(['acme/empty'])).toEqual([])
  expect(warned).toHaveLength(2)
})

describe('without GraphQL', () => {
  const rest = {
    'GET /repos/acme/web': answer(200, { id: 9, full_name: 'acme/web', default_branch: 'trunk' }),
    'GET /repos/acme/web/deployments': answer(200, [deployment]),
    'GET /repos/acme/closed': answer(403, { message: 'Resource not accessible' }),
  }

  test.each<[string, Script]>([
    ['404', answer(404, { message: 'Not Found' })],
    ['401', answer(401, { message: 'This endpoint requires you to be authenticated.' })],
    ['405', answer(405, {})],
    ['a page', page(200)],
    ['an older schema', answer(200, { errors: [{ message: "Field 'latestStatus' doesn't exist" }] })],
  ])('%s: repositories are read over REST, with no status known', async (_, script) => {
    server.script = routes({ ...rest, 'POST /graphql': script })
    const found = await github().glance(['acme/web', 'acme/closed', 'acme/gone'])
    expect(found).toMatchObject([{ id: 9, defaultBranch: 'trunk', deployments: [{ id: 7, unanswered: true }] }])
    expect(server.seen.map(({ path }) => path).sort()).toEqual([
      '/graphql',
      '/repos/acme/closed',
      '/repos/acme/gone',
      '/repos/acme/web',
      '/repos/acme/web/deployments',
    ])
    expect(warned).toHaveLength(3)
  })

  test('an address where nobody listens', async () => {
    const { url, close } = await scriptedServer()
    await close()
    server.script = routes(rest)
    expect(await github(`${url}/graphql`).glance(['acme/web'])).toHaveLength(1)
  })
})

test('a rate limit, which GraphQL tells with 200, is no reason to ask REST', async () => {
  server.script = answer(
    200,
    { errors: [{ type: 'RATE_LIMITED' }] },
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' },
  )
  await expect(github().glance(['acme/web'])).rejects.toMatchObject({ kind: 'limited' })
  expect(server.seen).toHaveLength(1)
})

test('a bad gateway is asked again, then told', async () => {
  server.script = page(502)
  await expect(github().glance(['acme/web'])).rejects.toMatchObject({ kind: 'unclear' })
  expect(server.seen).toHaveLength(3)
})
