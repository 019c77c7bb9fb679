import { beforeEach, describe, expect, test } from '@jest/globals'
import type { SandboxRepository } from '../../../sandbox/github/index.ts'
import { aGitHub, answerOf } from './a-github.ts'

const { github, client } = aGitHub()
let count = 0
let web: SandboxRepository
const at = () => ({ owner: 'acme', repo: web.fullName.slice('acme/'.length) })

beforeEach(async () => {
  web = await github().createRepository(`acme/web-${++count}`)
})

async function deployed(environment: string, more: object = {}): Promise<number> {
  const made = await client().rest.repos.createDeployment({ ...at(), ref: 'main', environment, ...more })
  if (made.status !== 201) throw new Error(`not created: ${made.status}`)
  return made.data.id
}

type State = 'success' | 'in_progress' | 'failure' | 'inactive'
const post = (id: number, state: State, more: object = {}) =>
  client().rest.repos.createDeploymentStatus({ ...at(), deployment_id: id, state, ...more })
const states = async (id: number) =>
  (await client().rest.repos.listDeploymentStatuses({ ...at(), deployment_id: id })).data.map(({ state }) => state)

describe('a status', () => {
  test('is kept, newest first, and its log address is its target', async () => {
    const id = await deployed('staging')
    await post(id, 'in_progress', { log_url: 'http://127.0.0.1/log', description: 'on its way' })
    const last = await post(id, 'success')
    expect(last.status).toBe(201)
    const { data } = await client().rest.repos.listDeploymentStatuses({ ...at(), deployment_id: id })
    expect(data.map(({ state }) => state)).toEqual(['success', 'in_progress'])
    expect(data[1]).toMatchObject({
      log_url: 'http://127.0.0.1/log',
      target_url: 'http://127.0.0.1/log',
      description: 'on its way',
      creator: { login: 'slip' },
      deployment_url: expect.stringMatching(new RegExp(`/deployments/${id}$`)),
    })
  })

  test('says at most 140 characters', async () => {
    const id = await deployed('staging')
    expect((await answerOf(post(id, 'success', { description: 'x'.repeat(140) }))).status).toBe(201)
    expect((await answerOf(post(id, 'success', { description: 'x'.repeat(141) }))).status).toBe(422)
  })

  test('waiting cannot be posted', async () => {
    const id = await deployed('staging')
    const body = { ...at(), deployment_id: id, state: 'waiting' as 'pending' }
    expect((await answerOf(client().rest.repos.createDeploymentStatus(body))).status).toBe(422)
  })

  test('of a deployment that is not there is not found', async () => {
    expect((await answerOf(post(1, 'success'))).status).toBe(404)
  })
})

describe('a success', () => {
  test('ends the earlier successes of its environment', async () => {
    const [first, failed, elsewhere] = [await deployed('qa'), await deployed('qa'), await deployed('staging')]
    await post(first, 'success')
    await post(failed, 'failure')
    await post(elsewhere, 'success')
    const second = await deployed('qa')
    await post(second, 'success')

    expect(await states(first)).toEqual(['inactive', 'success'])
    expect(await states(failed)).toEqual(['failure'])
    expect(await states(elsewhere)).toEqual(['success'])
    expect(await states(second)).toEqual(['success'])
  })

  test.each([
    ['in production', 'production', {}, {}],
    ['that are transient', 'qa', { transient_environment: true }, {}],
    ['when it is told not to', 'qa', {}, { auto_inactive: false }],
  ])('leaves those %s', async (_, environment, made, said) => {
    const first = await deployed(environment, made)
    await post(first, 'success')
    await post(await deployed(environment, made), 'success', said)
    expect(await states(first)).toEqual(['success'])
  })

  test('leaves a deployment that is newer than itself', async () => {
    const [older, newer] = [await deployed('qa'), await deployed('qa')]
    await post(newer, 'success')
    await post(older, 'success')
    expect(await states(newer)).toEqual(['success'])
  })
})

describe('the list of deployments', () => {
  test('is newest first, filtered, and cut into pages', async () => {
    const ids = [await deployed('qa'), await deployed('staging'), await deployed('qa', { task: 'deploy:check' })]
    const list = async (query: object) =>
      (await client().rest.repos.listDeployments({ ...at(), ...query })).data.map(({ id }) => id)
    expect(await list({})).toEqual(ids.toReversed())
    expect(await list({ environment: 'qa' })).toEqual([ids[2], ids[0]])
    expect(await list({ task: 'deploy:check' })).toEqual([ids[2]])
    expect(await list({ environment: 'none' })).toEqual(ids.toReversed())
    expect(await list({ per_page: 2, page: 2 })).toEqual([ids[0]])

    const all = await client().paginate(client().rest.repos.listDeployments, { ...at(), per_page: 1 })
    expect(all.map(({ id }) => id)).toEqual(ids.toReversed())
  })
})
