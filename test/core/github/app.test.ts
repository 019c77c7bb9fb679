import { createVerify, generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createGitHub } from '../../../core/github/index.ts'
import { body, deployment } from './samples.ts'
import { answer, page, routes, scriptedServer, type Script, type ScriptedServer } from './scripted-server.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

let server: ScriptedServer
beforeEach(async () => {
  server = await scriptedServer()
})
afterEach(() => server.close())

const github = (key = privateKey) => createGitHub({ apiUrl: server.url, auth: { appId: '42', privateKey: key } })

const installed = (owner: string, id: number, extra: Record<string, Script> = {}) => ({
  [`GET /repos/${owner}/web/installation`]: answer(200, { id }),
  [`GET /repos/${owner}/api/installation`]: answer(200, { id }),
  [`POST /app/installations/${id}/access_tokens`]: answer(201, {
    token: `ghs_ofInstallation${id}`,
    expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    permissions: { deployments: 'write' },
  }),
  [`POST /repos/${owner}/web/deployments`]: answer(201, deployment),
  [`POST /repos/${owner}/api/deployments`]: answer(201, deployment),
  ...extra,
})

const paths = () => server.seen.map(({ method, path }) => `${method} ${path}`)

test('an App finds its installation and gets its token once for an owner', async () => {
  server.script = routes(installed('acme', 5))
  const app = github()
  await Promise.all([app.createDeployment('acme/web', body), app.createDeployment('acme/api', body)])
  expect(await app.createDeployment('Acme/web', body)).toMatchObject({ kind: 'not-found' })
  expect(paths().filter((path) => path.includes('installation'))).toEqual([
    'GET /repos/acme/web/installation',
    'POST /app/installations/5/access_tokens',
  ])
  expect(server.seen.at(-1)?.headers.authorization).toBe('Bearer ghs_ofInstallation5')
  expect(await app.cloneToken('acme/web')).toBe('ghs_ofInstallation5')
})

test('the look-up is signed with the key of the App', async () => {
  server.script = routes(installed('acme', 5))
  // As it stands in an environment variable.
  await github(privateKey.replaceAll('\n', '\\n')).createDeployment('acme/web', body)
  const [head, claims, signature] = server.seen[0]?.headers.authorization?.replace('Bearer ', '').split('.') ?? []
  expect(
    createVerify('RSA-SHA256')
      .update(`${head}.${claims}`)
      .verify(publicKey, signature ?? '', 'base64url'),
  ).toBe(true)
  expect(JSON.parse(Buffer.from(claims ?? '', 'base64url').toString())).toMatchObject({ iss: '42' })
})

test('each owner has a token of its own', async () => {
  server.script = routes({ ...installed('acme', 5), ...installed('umbrella', 6) })
  const app = github()
  expect([await app.cloneToken('acme/web'), await app.cloneToken('umbrella/web')]).toEqual([
    'ghs_ofInstallation5',
    'ghs_ofInstallation6',
  ])
})

test('an App that is not installed on one repository still sees its neighbour', async () => {
  server.script = routes(installed('acme', 5))
  const app = github()
  const [closed, open] = await Promise.all([
    app.createDeployment('acme/closed', body),
    app.createDeployment('acme/web', body),
  ])
  expect(closed).toMatchObject({ kind: 'not-found', message: expect.stringContaining('the App may see it') })
  expect(open).toMatchObject({ kind: 'created' })
})

test('a token that GitHub takes back is fetched anew for the next request', async () => {
  const refused = { 'POST /repos/acme/web/deployments': answer(401, { message: 'Bad credentials' }) }
  server.script = routes(installed('acme', 5, refused))
  const app = github()
  expect(await app.createDeployment('acme/web', body)).toMatchObject({ kind: 'bad-credentials' })
  server.script = routes(installed('acme', 5))
  expect(await app.createDeployment('acme/web', body)).toMatchObject({ kind: 'created' })
  expect(paths().filter((path) => path.includes('access_tokens'))).toHaveLength(2)
})

test('a create whose token could not be had was surely not made', async () => {
  server.script = routes(installed('acme', 5, { 'POST /app/installations/5/access_tokens': page(502) }))
  expect(await github().createDeployment('acme/web', body)).toMatchObject({ kind: 'unreachable' })
  expect(paths()).not.toContain('POST /repos/acme/web/deployments')
})

test('clone tokens that cannot be had say why', async () => {
  server.script = answer(401, { message: 'A JSON web token could not be decoded' })
  await expect(github().cloneToken('acme/web')).rejects.toMatchObject({ kind: 'bad-credentials' })
})

test('each owner is glanced at with its own token', async () => {
  server.script = routes({
    ...installed('acme', 5),
    ...installed('umbrella', 6),
    'POST /graphql': answer(200, { data: {} }),
  })
  await github().glance(['acme/web', 'umbrella/web', 'acme/api'])
  const calls = server.seen.filter(({ path }) => path === '/graphql')
  expect(new Set(calls.map(({ headers }) => headers.authorization))).toEqual(
    new Set(['Bearer ghs_ofInstallation5', 'Bearer ghs_ofInstallation6']),
  )
})

const elliptic = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

test.each([
  ['half a key', privateKey.slice(0, 200)],
  ['nothing', ''],
  ['another kind of key', elliptic.privateKey],
])('%s as its key stops at once, and is not repeated', (_, key) => {
  expect(() => github(key)).toThrow(/GITHUB_APP_PRIVATE_KEY is not an RSA private key/)
  expect(() => github(key)).not.toThrow(/BEGIN/)
})
