import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createGitHub } from '../../../core/github/index.ts'
import { token } from './samples.ts'
import { answer, routes, scriptedServer, type ScriptedServer } from './scripted-server.ts'

let server: ScriptedServer
beforeEach(async () => {
  server = await scriptedServer()
})
afterEach(() => server.close())

const sha = 'c'.repeat(40)
const location = `https://codeload.example/acme/web/legacy.tar.gz/${sha}?token=ABC`
const archive = () => createGitHub({ apiUrl: server.url, auth: { token }, timeoutMs: 300 }).archive('acme/web', sha)

test('of a public repository is the link that GitHub redirects to, and the token does not follow it', async () => {
  server.script = routes({
    'GET /repos/acme/web': answer(200, { private: false }),
    [`GET /repos/acme/web/tarball/${sha}`]: answer(302, {}, { location }),
  })
  expect(await archive()).toBe(location)
  expect(server.seen).toHaveLength(2)
})

test.each([
  ['a private repository', { private: true }, answer(302, {}, { location })],
  ['one that does not say', {}, answer(302, {}, { location })],
  ['a server without archives', { private: false }, answer(404, {})],
  ['a redirect to nowhere', { private: false }, answer(302, {}, {})],
  [
    "a company's own server, which others cannot reach",
    { private: false },
    answer(302, {}, { location, 'x-github-enterprise-version': '3.14.0' }),
  ],
])('of %s there is none', async (_, repository, tarball) => {
  server.script = routes({
    'GET /repos/acme/web': answer(200, repository),
    [`GET /repos/acme/web/tarball/${sha}`]: tarball,
  })
  expect(await archive()).toBeUndefined()
})

test('of a repository that is not there, there is none', async () => {
  expect(await archive()).toBeUndefined()
})
