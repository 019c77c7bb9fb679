import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createGitHub, createGitHubs } from '../../../core/github/index.ts'
import { body, deployment, token } from './samples.ts'
import { answer, page, scriptedServer, type ScriptedServer } from './scripted-server.ts'

let server: ScriptedServer
beforeEach(async () => {
  server = await scriptedServer(answer(201, deployment))
})
afterEach(() => server.close())

const standard = { githubApi: undefined, githubToken: undefined }

test('apps that say nothing of GitHub share one, and so their limits', () => {
  const { of } = createGitHubs({ apiUrl: `${server.url}/`, auth: { token } })
  expect(of(standard)).toBe(of({ githubApi: server.url, githubToken: token }))
})

test('an app with its own server or token has its own, made once', async () => {
  const { of } = createGitHubs({ auth: { token }, serverUrl: 'https://github.com' })
  const own = of({ githubApi: `${server.url}/api/v3`, githubToken: 'ghp_ofTheOtherServer' })
  expect(of({ githubApi: `${server.url}/api/v3/`, githubToken: 'ghp_ofTheOtherServer' })).toBe(own)
  expect(of(standard)).not.toBe(own)
  expect(own.serverUrl).toBe(server.url)
  await own.createDeployment('acme/web', body)
  expect(server.seen[0]).toMatchObject({ path: '/api/v3/repos/acme/web/deployments' })
  expect(server.seen[0]?.headers.authorization).toBe('Bearer ghp_ofTheOtherServer')
})

test.each(['', '  ', 'two words', 'line\nbreak'])('a token like "%s" is refused without being repeated', (bad) => {
  expect(() => createGitHub({ auth: { token: bad } })).toThrow(/GITHUB_TOKEN/)
  expect(() => createGitHub({ auth: { token: bad } })).not.toThrow(/two words/)
})

test('every request is logged with the id that GitHub support asks for, and without the token', async () => {
  const lines: object[] = []
  const log = { debug: (fields: object) => lines.push(fields), warn: () => undefined }
  const github = createGitHub({ apiUrl: server.url, auth: { token }, log })
  server.script = answer(201, deployment, { 'x-github-request-id': 'AB12:34' })
  await github.createDeployment('acme/web', body)
  server.script = page(502)
  await github.createDeployment('acme/web', body)
  server.script = (_, response) => response.destroy()
  await github.createDeployment('acme/web', body)
  expect(lines).toMatchObject([
    { status: 201, requestId: 'AB12:34', method: 'POST' },
    { status: 502 },
    { kind: 'lost' },
  ])
  expect(JSON.stringify(lines)).not.toContain(token)
})
