import { beforeAll, describe, expect, test } from '@jest/globals'
import { createGitHub } from '../../../core/github/index.ts'
import type { DeploymentBody } from '../../../core/github/github.ts'
import type { SandboxRepository } from '../../../sandbox/github/index.ts'
import { aGitHub } from './a-github.ts'

const { github } = aGitHub()
const ours = (token = github().token, timeoutMs = 10_000) =>
  createGitHub({ apiUrl: github().url, auth: { token }, timeoutMs })
let web: SandboxRepository

beforeAll(async () => {
  web = await github().createRepository('acme/web', { files: { 'a.txt': 'a' } })
  await web.commit('red', { files: { 'r.txt': 'r' } })
  await web.status('red', 'ci/test', 'failure')
  await web.tag('v1', 'main')
})

const body = (more: Partial<DeploymentBody> = {}): DeploymentBody => ({
  ref: 'main',
  task: 'deploy',
  auto_merge: false,
  environment: 'qa',
  description: 'from chat',
  payload: { name: 'web' },
  ...more,
})
const create = (more: Partial<DeploymentBody> = {}, token?: string) =>
  ours(token).createDeployment('acme/web', body(more))

describe("Slipway's own client understands the sandbox", () => {
  test('created', async () => {
    const outcome = await create()
    expect(outcome).toMatchObject({
      kind: 'created',
      deployment: { ref: 'main', payload: { name: 'web' }, creator: { login: 'slip', type: 'User' }, madeByApp: null },
    })
  })

  test('merged', async () => {
    await web.commit('behind', { files: { 'b.txt': 'b' } })
    await web.commit('main', { files: { 'c.txt': 'c' } })
    expect(await create({ ref: 'behind', auto_merge: true })).toMatchObject({ kind: 'merged' })
  })

  test('conflict', async () => {
    expect(await create({ ref: 'v1', auto_merge: true })).toMatchObject({ kind: 'conflict' })
  })

  test('checks', async () => {
    expect(await create({ ref: 'red' })).toMatchObject({
      kind: 'checks',
      contexts: [{ context: 'ci/test', state: 'failure' }],
    })
  })

  test('no-ref and invalid', async () => {
    expect(await create({ ref: 'nowhere' })).toMatchObject({ kind: 'no-ref' })
    expect(await create({ environment: '' })).toMatchObject({ kind: 'invalid' })
  })

  test('bad-credentials, forbidden and not-found', async () => {
    expect(await create({}, 'wrong')).toMatchObject({ kind: 'bad-credentials' })
    expect(await create({}, github().account('reader', { access: 'read' }).token)).toMatchObject({ kind: 'forbidden' })
    expect(await create({}, github().account('none', { access: 'none' }).token)).toMatchObject({ kind: 'not-found' })
  })

  test.each(['html', 'reset', 'silence'] as const)('unclear after %s', async (answers) => {
    github().faults.nextCreate({ answers, carriedOut: true })
    const impatient = ours(github().token, 500)
    expect(await impatient.createDeployment('acme/web', body())).toMatchObject({ kind: 'unclear' })
  })

  test('statuses, heads, checks and the reconcile', async () => {
    const outcome = await create()
    if (outcome.kind !== 'created') throw new Error(outcome.message)
    const { id } = outcome.deployment
    const [glanced] = await ours().glance(['acme/web'])
    expect(glanced).toMatchObject({ id: web.id, fullName: 'acme/web', defaultBranch: 'main' })
    expect(glanced?.deployments[0]).toMatchObject({ id, unanswered: true, payload: { name: 'web' } })

    expect(await ours().createStatus('acme/web', id, { state: 'success', description: 'done' })).toMatchObject({
      kind: 'posted',
    })
    expect(await ours().statuses('acme/web', id)).toMatchObject([{ state: 'success', description: 'done' }])
    expect(await ours().branchHead('acme/web', 'main')).toBe(await web.head())
    const red = (await web.head('red')) ?? ''
    expect(await ours().checks('acme/web', red)).toEqual([{ context: 'ci/test', state: 'failure' }])
    expect(await ours().repository('acme/gone')).toBeUndefined()
  })
})
