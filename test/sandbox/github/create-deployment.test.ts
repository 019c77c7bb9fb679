import { beforeEach, describe, expect, test } from '@jest/globals'
import type { SandboxRepository } from '../../../sandbox/github/index.ts'
import { aGitHub, answerOf } from './a-github.ts'

const { github, client } = aGitHub()
let count = 0
let web: SandboxRepository
const at = () => ({ owner: 'acme', repo: web.fullName.slice('acme/'.length) })
const create = (body: { ref: string } & Record<string, unknown>) =>
  answerOf(client().rest.repos.createDeployment({ ...at(), ...body }))

beforeEach(async () => {
  web = await github().createRepository(`acme/web-${++count}`, { files: { 'a.txt': 'one\n' } })
})

describe('a ref that can be deployed at once', () => {
  test('is answered with the whole deployment object', async () => {
    const head = await web.head()
    const { status, data } = await create({ ref: 'main', description: 'from chat', payload: { name: 'web' } })
    expect(status).toBe(201)
    expect(data).toMatchObject({
      id: expect.any(Number),
      node_id: expect.any(String),
      sha: head,
      ref: 'main',
      task: 'deploy',
      payload: { name: 'web' },
      original_environment: 'production',
      environment: 'production',
      description: 'from chat',
      creator: { login: 'slip', type: 'User', id: expect.any(Number) },
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      updated_at: expect.any(String),
      statuses_url: expect.stringMatching(/\/deployments\/\d+\/statuses$/),
      repository_url: `${github().url}/repos/${web.fullName}`,
      transient_environment: false,
      production_environment: true,
      performed_via_github_app: null,
    })
  })

  test.each(['branch', 'tag', 'sha', 'full ref'])('may be a %s', async (kind) => {
    const head = (await web.head()) ?? ''
    await web.tag('v1', 'main')
    const ref = { branch: 'main', tag: 'v1', sha: head, 'full ref': 'refs/heads/main' }[kind] ?? ''
    expect(await create({ ref })).toMatchObject({ status: 201, data: { sha: head, ref } })
  })

  test('ids grow', async () => {
    const ids: number[] = []
    for (const environment of ['qa', 'staging', 'qa']) {
      ids.push(((await create({ ref: 'main', environment })).data as { id: number }).id)
    }
    expect(ids).toEqual(ids.toSorted((one, other) => one - other))
    expect(new Set(ids).size).toBe(3)
  })

  test('only an environment of that name is production by itself', async () => {
    expect(await create({ ref: 'main', environment: 'qa' })).toMatchObject({ data: { production_environment: false } })
  })

  test('the creator is whose token it is', async () => {
    const { token } = github().account('alice')
    const made = await client(token).rest.repos.createDeployment({ ...at(), ref: 'main' })
    expect(made.data).toMatchObject({ creator: { login: 'alice', type: 'User' } })
  })

  test('an App shows itself', async () => {
    const { token } = github().account('robot[bot]', { app: 'robot' })
    const made = await client(token).rest.repos.createDeployment({ ...at(), ref: 'main' })
    expect(made.data).toMatchObject({ creator: { type: 'Bot' }, performed_via_github_app: { slug: 'robot' } })
  })
})

describe('what cannot be', () => {
  test.each(['nowhere', '-x', '--upload-pack=x', 'a..b'])('%s is no ref', async (ref) => {
    const { status, data } = await create({ ref })
    expect(status).toBe(422)
    expect(data).toMatchObject({ message: `No ref found for: ${ref}`, status: '422' })
  })

  test.each([
    ['a null list', { required_contexts: null }],
    ['a long description', { description: 'x'.repeat(141) }],
    ['an empty environment', { environment: '' }],
  ])('%s is refused', async (_, body) => {
    expect((await create({ ref: 'main', ...body })).status).toBe(422)
  })

  test('a repository that is not there, or may not be seen, is not found', async () => {
    const missing = client().rest.repos.createDeployment({ owner: 'acme', repo: 'gone', ref: 'main' })
    expect((await answerOf(missing)).status).toBe(404)
    const { token } = github().account('stranger', { access: 'none' })
    const hidden = client(token).rest.repos.createDeployment({ ...at(), ref: 'main' })
    expect((await answerOf(hidden)).status).toBe(404)
  })

  test('a reader may not deploy', async () => {
    const { token } = github().account('reader', { access: 'read' })
    const refused = client(token).rest.repos.createDeployment({ ...at(), ref: 'main' })
    expect((await answerOf(refused)).status).toBe(403)
  })

  test('a wrong token has bad credentials, no token needs some', async () => {
    const wrong = client('wrong').rest.repos.get(at())
    expect(await answerOf(wrong)).toMatchObject({ status: 401, data: { message: 'Bad credentials' } })
    expect((await fetch(`${github().url}/user`)).status).toBe(401)
  })

  test('a body that is not JSON is told so', async () => {
    const answer = await fetch(`${github().url}/repos/${web.fullName}/deployments`, {
      method: 'POST',
      headers: { authorization: `token ${github().token}` },
      body: '{',
    })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ message: 'Problems parsing JSON' })
  })
})

describe('auto_merge', () => {
  test('merges the default branch into a branch that is behind, with git, and creates nothing', async () => {
    await web.commit('topic', { files: { 'b.txt': 'topic\n' } })
    await web.commit('main', { files: { 'c.txt': 'main\n' } })
    const before = await web.head('topic')

    expect(await create({ ref: 'topic' })).toEqual({
      status: 202,
      data: { message: 'Auto-merged main into topic on deployment.' },
    })
    const after = (await web.head('topic')) ?? ''
    expect(after).not.toBe(before)
    expect(await web.paths(after)).toEqual(['a.txt', 'b.txt', 'c.txt'])
    expect(await web.subject(after)).toBe("Merge branch 'main' into topic")
    expect(web.deployments()).toEqual([])
    expect(await create({ ref: 'topic' })).toMatchObject({ status: 201, data: { sha: after } })
  })

  test('two at once merge once', async () => {
    await web.commit('topic', { files: { 'b.txt': 'topic\n' } })
    await web.commit('main', { files: { 'c.txt': 'main\n' } })
    const answers = await Promise.all([create({ ref: 'topic' }), create({ ref: 'topic' })])
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([201, 202])
  })

  test('a merge that conflicts is a 409 and leaves the branch alone', async () => {
    await web.commit('topic', { files: { 'a.txt': 'theirs\n' } })
    await web.commit('main', { files: { 'a.txt': 'ours\n' } })
    const before = await web.head('topic')
    expect(await create({ ref: 'topic' })).toMatchObject({
      status: 409,
      data: { message: 'Conflict merging main into topic.' },
    })
    expect(await web.head('topic')).toBe(before)
  })

  test('a tag or sha that is behind conflicts, and goes with auto_merge off', async () => {
    await web.tag('v1', 'main')
    await web.commit('main', { files: { 'c.txt': 'main\n' } })
    expect(await create({ ref: 'v1' })).toMatchObject({
      status: 409,
      data: { message: 'Conflict merging main into v1.' },
    })
    expect((await create({ ref: 'v1', auto_merge: false })).status).toBe(201)
  })

  test('is left undone when it is off', async () => {
    await web.commit('topic', { files: { 'b.txt': 'topic\n' } })
    await web.commit('main', { files: { 'c.txt': 'main\n' } })
    const head = await web.head('topic')
    expect(await create({ ref: 'topic', auto_merge: false })).toMatchObject({ status: 201, data: { sha: head } })
  })
})

describe('checks', () => {
  test('nothing reported and nothing required passes', async () => {
    expect((await create({ ref: 'main' })).status).toBe(201)
  })

  test('all that reported count, statuses and check runs, and all are named', async () => {
    await web.status('main', 'ci/build', 'success')
    await web.status('main', 'ci/test', 'failure')
    await web.checkRun('main', 'lint')
    expect(await create({ ref: 'main' })).toMatchObject({
      status: 409,
      data: {
        message: 'Conflict: Commit status checks failed for main.',
        errors: [
          {
            contexts: [
              { context: 'ci/build', state: 'success' },
              { context: 'ci/test', state: 'failure' },
              { context: 'lint', state: 'pending' },
            ],
            resource: 'Deployment',
            field: 'required_contexts',
            code: 'invalid',
          },
        ],
        documentation_url: expect.any(String),
        status: '409',
      },
    })
    expect(web.deployments()).toEqual([])
  })

  test('only the newest status of a context and the newest run of a check count', async () => {
    await web.status('main', 'ci/test', 'failure')
    await web.status('main', 'ci/test', 'success')
    await web.checkRun('main', 'lint', 'failure')
    await web.checkRun('main', 'lint', 'success')
    expect((await create({ ref: 'main' })).status).toBe(201)
  })

  test('a skipped check run stops a deployment', async () => {
    await web.checkRun('main', 'preview', 'skipped')
    expect((await create({ ref: 'main' })).status).toBe(409)
  })

  test('a list looks at its own contexts only; one that never reported is pending', async () => {
    await web.status('main', 'ci/build', 'success')
    await web.status('main', 'ci/test', 'failure')
    expect((await create({ ref: 'main', required_contexts: ['ci/build'] })).status).toBe(201)
    expect(await create({ ref: 'main', required_contexts: ['ci/build', 'security'] })).toMatchObject({
      status: 409,
      data: {
        errors: [
          {
            contexts: [
              { context: 'ci/build', state: 'success' },
              { context: 'security', state: 'pending' },
            ],
          },
        ],
      },
    })
  })

  test('an empty list skips them', async () => {
    await web.status('main', 'ci/test', 'failure')
    expect((await create({ ref: 'main', required_contexts: [] })).status).toBe(201)
  })
})

describe('a repository that was renamed', () => {
  test('answers under its old name by a redirect that keeps the method', async () => {
    const old = at()
    await web.rename(`acme/site-${count}`)
    const made = await answerOf(client().rest.repos.createDeployment({ ...old, ref: 'main' }))
    expect(made).toMatchObject({ status: 201, data: { repository_url: expect.stringMatching(/acme\/site-/) } })
    expect((await client().rest.repos.get(old)).data.full_name).toBe(`acme/site-${count}`)
  })
})
