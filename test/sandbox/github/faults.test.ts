import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { SandboxRepository } from '../../../sandbox/github/index.ts'
import { aGitHub, answerOf } from './a-github.ts'

const { github, client } = aGitHub()
let web: SandboxRepository
let before: number

beforeAll(async () => {
  web = await github().createRepository('acme/web')
})
beforeEach(() => {
  before = web.deployments().length
})

const create = (signal?: AbortSignal) =>
  client().rest.repos.createDeployment({
    owner: 'acme',
    repo: 'web',
    ref: 'main',
    ...(signal ? { request: { signal } } : {}),
  })
const created = () => web.deployments().length - before

test('a page of HTML instead of an answer, nothing created', async () => {
  github().faults.nextCreate({ answers: 'html' })
  expect(await answerOf(create())).toMatchObject({ status: 502, data: expect.stringContaining('<html>') })
  expect(created()).toBe(0)
  expect((await create()).status).toBe(201)
})

test('a connection cut after the deployment was created', async () => {
  github().faults.nextCreate({ answers: 'reset', carriedOut: true })
  await expect(create()).rejects.toThrow()
  expect(created()).toBe(1)
})

test('no answer at all, whether created or not', async () => {
  github().faults.nextCreate({ answers: 'silence', carriedOut: true })
  await expect(create(AbortSignal.timeout(300))).rejects.toThrow()
  expect(created()).toBe(1)
})

test('any answer, as often as asked, on any path', async () => {
  const body = { message: 'You have exceeded a secondary rate limit.' }
  const headers = { 'retry-after': '1' }
  github().faults.request({ path: /\/deployments$/, times: 2, answers: { status: 403, body, headers } })
  expect(await answerOf(create())).toMatchObject({ status: 403, data: body })
  expect((await answerOf(create())).status).toBe(403)
  expect((await answerOf(create())).status).toBe(201)
  expect(created()).toBe(1)
})
