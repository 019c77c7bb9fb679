import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { verify } from '@octokit/webhooks-methods'
import type { SandboxRepository } from '../../../sandbox/github/index.ts'
import { aGitHub } from './a-github.ts'
import { aReceiver, type Received } from './a-receiver.ts'

const secret = 'shared between two'
const { github, client } = aGitHub()
const receiver = aReceiver()
const at = { owner: 'acme', repo: 'web' }
let web: SandboxRepository

beforeAll(async () => {
  web = await github().createRepository('acme/web')
})
beforeEach(async () => {
  github().faults.clear()
  await github().setWebhook(receiver.url(), secret)
})

const create = (environment = 'qa') => client().rest.repos.createDeployment({ ...at, ref: 'main', environment })
const payload = (one: Received | undefined) => JSON.parse(one?.body ?? 'null') as Record<string, unknown>
const guid = (one: Received) => one.headers['x-github-delivery']

describe('a delivery', () => {
  test('begins with a ping when the hook is set', () => {
    expect(receiver.events('ping')).toHaveLength(1)
  })

  test('is signed over its bytes', async () => {
    await create()
    const [got] = await receiver.until('deployment')
    const signature = String(got?.headers['x-hub-signature-256'])
    expect(await verify(secret, got?.body ?? '', signature)).toBe(true)
    expect(await verify('another', got?.body ?? '', signature)).toBe(false)
    expect(got?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-github-delivery': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'user-agent': expect.stringMatching(/^GitHub-Hookshot\//),
    })
  })

  test('can be form-encoded, and is then signed in that form', async () => {
    await github().setWebhook(receiver.url(), secret, 'form')
    await create()
    const [got] = await receiver.until('deployment')
    expect(got?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(await verify(secret, got?.body ?? '', String(got?.headers['x-hub-signature-256']))).toBe(true)
    const { action } = JSON.parse(new URLSearchParams(got?.body).get('payload') ?? '{}') as { action?: string }
    expect(action).toBe('created')
  })

  test('is recorded with its answer, not tried again by itself, and can be sent again under its id', async () => {
    receiver.answerWith(503)
    await create()
    const [refused] = await receiver.until('deployment')
    await github().settled()
    const record = github().deliveries().at(-1)
    expect(record).toMatchObject({ event: 'deployment', action: 'created', attempts: [{ statusCode: 503 }] })

    receiver.answerWith(202)
    await github().redeliver(record?.id ?? 0)
    const both = await receiver.until('deployment', 2)
    expect(both.map(guid)).toEqual([refused && guid(refused), refused && guid(refused)])
    expect(record?.attempts).toMatchObject([{ statusCode: 503 }, { statusCode: 202 }])
  })

  test('to nobody is recorded as failed', async () => {
    await github().setWebhook('http://127.0.0.1:1/', secret)
    expect(github().deliveries().at(-1)).toMatchObject({
      event: 'ping',
      attempts: [{ error: expect.stringContaining('ECONNREFUSED') }],
    })
  })
})

describe('events', () => {
  test('deployment carries the deployment, the repository and the sender', async () => {
    const made = await create()
    const [got] = await receiver.until('deployment')
    expect(payload(got)).toMatchObject({
      action: 'created',
      deployment: made.data,
      repository: { id: web.id, full_name: 'acme/web', default_branch: 'main', owner: { login: 'acme' } },
      sender: { login: 'slip' },
      workflow: null,
      workflow_run: null,
    })
  })

  test('deployment by a workflow says so', async () => {
    github().account('github-actions[bot]', { app: 'github-actions' })
    await web.deploy('github-actions[bot]', { ref: 'main' })
    const [got] = await receiver.until('deployment')
    expect(payload(got)).toMatchObject({
      deployment: { performed_via_github_app: { slug: 'github-actions' } },
      workflow_run: { id: expect.any(Number) },
    })
  })

  test('deployment_status for every state but inactive', async () => {
    const made = await create('staging')
    if (made.status !== 201) throw new Error('not created')
    const post = (state: 'inactive' | 'success') =>
      client().rest.repos.createDeploymentStatus({ ...at, deployment_id: made.data.id, state })
    await post('inactive')
    await post('success')
    const [got] = await receiver.until('deployment_status')
    await github().settled()
    expect(payload(got)).toMatchObject({ deployment_status: { state: 'success' }, deployment: { id: made.data.id } })
    expect(receiver.events('deployment_status')).toHaveLength(1)
  })

  test('push for a commit and for a merge by GitHub', async () => {
    const before = await web.head()
    const after = await web.commit('main', { message: 'Say more', files: { 'x.txt': 'x' } })
    const [got] = await receiver.until('push')
    expect(payload(got)).toMatchObject({
      ref: 'refs/heads/main',
      before,
      after,
      created: false,
      commits: [{ id: after, message: 'Say more' }],
      head_commit: { id: after },
    })

    await web.commit('topic', { files: { 'y.txt': 'y' } })
    await web.commit('main', { files: { 'z.txt': 'z' } })
    expect((await client().rest.repos.createDeployment({ ...at, ref: 'topic' })).status).toBe(202)
    const pushes = await receiver.until('push', 4)
    expect(payload(pushes.at(-1))).toMatchObject({ ref: 'refs/heads/topic', after: await web.head('topic') })
  })

  test('status, check_run and check_suite', async () => {
    const sha = await web.commit('checked')
    await web.status('checked', 'ci/build', 'success')
    await web.checkRun('checked', 'lint', 'success')
    const [status] = await receiver.until('status')
    expect(payload(status)).toMatchObject({
      sha,
      name: 'acme/web',
      context: 'ci/build',
      state: 'success',
      branches: [{ name: 'checked', commit: { sha } }],
    })
    const [run] = await receiver.until('check_run')
    expect(payload(run)).toMatchObject({ action: 'completed', check_run: { head_sha: sha, conclusion: 'success' } })
    const [suite] = await receiver.until('check_suite')
    expect(payload(suite)).toMatchObject({ action: 'completed', check_suite: { head_sha: sha } })
  })

  test('repository when it is renamed or has another default branch', async () => {
    const other = await github().createRepository('acme/other')
    await other.commit('trunk')
    await other.setDefaultBranch('trunk')
    await other.rename('acme/else')
    const [edited, renamed] = await receiver.until('repository', 2)
    expect(payload(edited)).toMatchObject({
      action: 'edited',
      changes: { default_branch: { from: 'main' } },
      repository: { default_branch: 'trunk' },
    })
    expect(payload(renamed)).toMatchObject({
      action: 'renamed',
      changes: { repository: { name: { from: 'other' } } },
      repository: { id: other.id, full_name: 'acme/else' },
    })
  })
})

describe('deliveries that misbehave', () => {
  test('twice under one id', async () => {
    github().faults.delivery({ event: 'deployment', fate: { copies: 3 } })
    await create()
    const got = await receiver.until('deployment', 3)
    expect(new Set(got.map(guid)).size).toBe(1)
  })

  test('under several ids', async () => {
    github().faults.delivery({ event: 'deployment', fate: { ids: 5 } })
    await create()
    const got = await receiver.until('deployment', 5)
    expect(new Set(got.map(guid)).size).toBe(5)
  })

  test('never, until somebody sends it again', async () => {
    github().faults.delivery({ event: 'deployment', fate: 'dropped' })
    await create()
    await github().settled()
    expect(receiver.events('deployment')).toHaveLength(0)
    await github().redeliver(github().deliveries().at(-1)?.id ?? 0)
    expect(receiver.events('deployment')).toHaveLength(1)
  })

  test('before the request is answered', async () => {
    github().faults.delivery({ event: 'deployment', fate: 'before-the-answer' })
    await create()
    expect(receiver.events('deployment')).toHaveLength(1)
  })

  test('held back until released', async () => {
    github().holdWebhooks()
    await create()
    await github().settled()
    expect(receiver.events('deployment')).toHaveLength(0)
    await github().releaseWebhooks()
    expect(receiver.events('deployment')).toHaveLength(1)
  })
})
