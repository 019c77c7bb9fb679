import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startSandboxGitHub } from '../../../sandbox/github/index.ts'
import { clientOf } from './a-github.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sandbox-restart-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

describe('a second start on the same directory', () => {
  test('goes on where the first one ended', async () => {
    const first = await startSandboxGitHub({ dir })
    const web = await first.createRepository('acme/web')
    await web.status('main', 'ci/build', 'success')
    const made = await clientOf(first).rest.repos.createDeployment({ owner: 'acme', repo: 'web', ref: 'main' })
    await first.close()

    const second = await startSandboxGitHub({ dir })
    const again = second.repository('acme/web')
    expect(second.token).toBe(first.token)
    expect(again.id).toBe(web.id)
    expect(again.deployments()).toMatchObject([{ ref: 'main' }])
    expect(again.contexts((await again.head()) ?? '')).toEqual([{ context: 'ci/build', state: 'success' }])
    const next = await clientOf(second).rest.repos.createDeployment({ owner: 'acme', repo: 'web', ref: 'main' })
    expect(next.status === 201 && made.status === 201 && next.data.id > made.data.id).toBe(true)
    await second.close()
  })

  test('what was answered is on disk already, readable by its owner alone', async () => {
    const running = await startSandboxGitHub({ dir })
    await clientOf(running).rest.repos.createDeployment({ owner: 'acme', repo: 'web', ref: 'main', environment: 'qa' })
    const other = await startSandboxGitHub({ dir })
    expect(other.repository('acme/web').deployments().at(-1)?.environment).toBe('qa')
    expect((await stat(join(dir, 'github.json'))).mode & 0o077).toBe(0)
    await running.close()
    await other.close()
  })
})

test('a CI runs on the merges that GitHub makes: pending at once, then what it said before', async () => {
  const github = await startSandboxGitHub({ dir: join(dir, 'ci'), ciTakesMs: 50 })
  const web = await github.createRepository('acme/web')
  await web.commit('topic', { files: { 'x.txt': 'x' } })
  await web.status('topic', 'ci/build', 'success')
  await web.commit('main', { files: { 'y.txt': 'y' } })
  const create = () => clientOf(github).rest.repos.createDeployment({ owner: 'acme', repo: 'web', ref: 'topic' })
  expect((await create()).status).toBe(202)
  await expect(create()).rejects.toMatchObject({ status: 409 })

  const head = (await web.head('topic')) ?? ''
  const deadline = Date.now() + 5000
  while (web.contexts(head)[0]?.state !== 'success' && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect((await create()).status).toBe(201)
  await github.close()
})
