import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { SandboxRepository } from '../../../sandbox/github/index.ts'
import { aGitHub, answerOf } from './a-github.ts'

const { github, client } = aGitHub()
const at = { owner: 'acme', repo: 'web' }
let web: SandboxRepository
let first: string
let second: string

beforeAll(async () => {
  github().account('alice')
  web = await github().createRepository('acme/web', { files: { 'a.txt': 'one\n', 'script/deploy': '#!/bin/sh\n' } })
  first = (await web.head()) ?? ''
  await web.tag('v1', 'main')
  second = await web.commit('main', { files: { 'b.txt': 'two\n' }, message: 'Add b', author: 'alice' })
  await web.commit('feature/one', { files: { 'c.txt': 'three\n' } })
})

describe('the repository', () => {
  test('is found in any case, with its default branch and clone address', async () => {
    const { data } = await client().rest.repos.get({ owner: 'ACME', repo: 'Web' })
    expect(data).toMatchObject({ id: web.id, full_name: 'acme/web', default_branch: 'main', clone_url: web.cloneUrl })
  })

  test('can be cloned, and any commit fetched by its sha', async () => {
    const run = promisify(execFile)
    const dir = await mkdtemp(join(tmpdir(), 'sandbox-clone-'))
    await run('git', ['clone', '-q', github().cloneUrl('acme/web'), dir])
    await run('git', ['-C', dir, 'fetch', '-q', 'origin', first])
    expect(await readFile(join(dir, 'b.txt'), 'utf8')).toBe('two\n')
    await rm(dir, { recursive: true, force: true })
  })
})

describe('branches, refs and commits', () => {
  test('a branch shows its head; slashes are no hindrance', async () => {
    const { data } = await client().rest.repos.getBranch({ ...at, branch: 'feature/one' })
    expect(data).toMatchObject({ name: 'feature/one', commit: { sha: await web.head('feature/one') } })
    expect((await client().rest.repos.listBranches(at)).data.map(({ name }) => name)).toEqual(['feature/one', 'main'])
  })

  test('a branch that is not there is not found', async () => {
    const asked = client().rest.repos.getBranch({ ...at, branch: 'gone' })
    expect(await answerOf(asked)).toMatchObject({ status: 404, data: { message: 'Branch not found' } })
  })

  test.each([
    ['heads/main', () => second],
    ['tags/v1', () => first],
  ])('git ref %s', async (ref, sha) => {
    const { data } = await client().rest.git.getRef({ ...at, ref })
    expect(data).toMatchObject({ ref: `refs/${ref}`, object: { sha: sha(), type: 'commit' } })
  })

  test('a commit by branch, tag, sha, or part of a sha, with its author', async () => {
    for (const ref of ['main', second, second.slice(0, 8)]) {
      const { data } = await client().rest.repos.getCommit({ ...at, ref })
      expect(data).toMatchObject({ sha: second, commit: { message: 'Add b' }, author: { login: 'alice' } })
    }
    expect((await client().rest.repos.getCommit({ ...at, ref: 'v1' })).data.sha).toBe(first)
    expect((await answerOf(client().rest.repos.getCommit({ ...at, ref: 'gone' }))).status).toBe(422)
  })
})

describe('compare', () => {
  const compared = async (basehead: string) =>
    (await client().rest.repos.compareCommitsWithBasehead({ ...at, basehead })).data

  test('tells ahead, behind, identical and diverged', async () => {
    expect(await compared(`${first}...main`)).toMatchObject({
      status: 'ahead',
      ahead_by: 1,
      behind_by: 0,
      total_commits: 1,
      commits: [{ sha: second }],
      files: [{ filename: 'b.txt', status: 'added' }],
    })
    expect(await compared(`main...${first}`)).toMatchObject({ status: 'behind', ahead_by: 0, behind_by: 1 })
    expect(await compared('main...main')).toMatchObject({ status: 'identical', commits: [] })
    await web.commit('side', { files: { 'd.txt': 'x\n' } })
    await web.commit('other', { files: { 'e.txt': 'x\n' } })
    expect(await compared('side...other')).toMatchObject({ status: 'diverged', ahead_by: 1, behind_by: 1 })
  })

  test('pages through its commits, oldest first', async () => {
    const shas: string[] = []
    for (let i = 0; i < 3; i += 1) shas.push(await web.commit('long', { files: { 'n.txt': `${i}\n` } }))
    const last = await client().rest.repos.compareCommitsWithBasehead({
      ...at,
      basehead: 'main...long',
      per_page: 2,
      page: 2,
    })
    expect(last.data.commits.map(({ sha }) => sha)).toEqual(shas.slice(2))
    expect(last.data.files).toEqual([])
  })
})

describe('statuses and check runs', () => {
  test('the combined status is pending without any, and the worst of the newest', async () => {
    const sha = await web.commit('checks')
    const combined = async () => (await client().rest.repos.getCombinedStatusForRef({ ...at, ref: 'checks' })).data
    expect(await combined()).toMatchObject({ state: 'pending', total_count: 0, statuses: [], sha })
    await client().rest.repos.createCommitStatus({ ...at, sha, state: 'failure', context: 'ci/test' })
    expect(await combined()).toMatchObject({ state: 'failure' })
    await client().rest.repos.createCommitStatus({ ...at, sha, state: 'pending', context: 'ci/test' })
    expect(await combined()).toMatchObject({ state: 'pending', total_count: 1 })
    await client().rest.repos.createCommitStatus({ ...at, sha, state: 'success', context: 'ci/test' })
    expect(await combined()).toMatchObject({ state: 'success', statuses: [{ context: 'ci/test', state: 'success' }] })
    const all = await client().rest.repos.listCommitStatusesForRef({ ...at, ref: sha })
    expect(all.data.map(({ state }) => state)).toEqual(['success', 'pending', 'failure'])
  })

  test('a status on a commit that is not there is refused', async () => {
    const asked = client().rest.repos.createCommitStatus({ ...at, sha: 'f'.repeat(40), state: 'success' })
    expect((await answerOf(asked)).status).toBe(422)
  })

  test('a check run is made, goes on and completes; the newest of a name is listed', async () => {
    const sha = await web.commit('runs')
    const old = await client().rest.checks.create({ ...at, name: 'lint', head_sha: sha, conclusion: 'failure' })
    const made = await client().rest.checks.create({ ...at, name: 'lint', head_sha: sha, status: 'in_progress' })
    const list = async (filter: 'latest' | 'all') =>
      (await client().rest.checks.listForRef({ ...at, ref: sha, filter })).data
    expect(await list('latest')).toMatchObject({ total_count: 1, check_runs: [{ status: 'in_progress' }] })
    await client().rest.checks.update({ ...at, check_run_id: made.data.id, conclusion: 'success' })
    expect(await list('latest')).toMatchObject({ check_runs: [{ status: 'completed', conclusion: 'success' }] })
    expect((await list('all')).check_runs.map(({ id }) => id)).toEqual([old.data.id, made.data.id])
  })
})

test('who am I, what are the limits, where do hooks come from', async () => {
  expect((await client().rest.users.getAuthenticated()).data.login).toBe('slip')
  expect((await client().rest.rateLimit.get()).data.resources.core.limit).toBe(5000)
  expect((await client().rest.meta.get()).data.hooks).toEqual(['127.0.0.1/32'])
})

test('every request is written down', async () => {
  github().clearRequests()
  await client().rest.repos.get(at)
  expect(github().requests()).toMatchObject([{ method: 'GET', path: '/repos/acme/web', status: 200, login: 'slip' }])
})
