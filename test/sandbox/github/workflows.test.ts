import { beforeAll, expect, test } from '@jest/globals'
import { createGitHub } from '../../../core/github/index.ts'
import type { SandboxRepository } from '../../../sandbox/github/index.ts'
import { aGitHub } from './a-github.ts'

const { github } = aGitHub()
const old = aGitHub({ runDetails: 'refused' })
const clientOf = ({ url, token }: { url: string; token: string }) => createGitHub({ apiUrl: url, auth: { token } })
const ours = () => clientOf(github()).workflows
const workflow = { file: 'deploy.yml', name: 'Deploy', runName: 'ship {sha}', inputs: ['sha'], jobs: ['build', 'ship'] }
const body = { ref: 'main', inputs: { sha: 'abc' } }
let web: SandboxRepository

beforeAll(async () => {
  web = await github().createRepository('acme/web')
  await web.workflow(workflow)
})

async function dispatched() {
  const outcome = await ours().dispatch('acme/web', 'deploy.yml', body)
  if (outcome.kind !== 'dispatched' || outcome.run === undefined) throw new Error(JSON.stringify(outcome))
  return outcome.run
}

test('a dispatch starts a run that can be listed and read, its inputs only seen in its title', async () => {
  const id = await dispatched()
  const run = { id, title: 'ship abc', branch: 'main', sha: await web.head(), status: 'queued', actor: 'slip' }
  expect((await ours().dispatched('acme/web', 'deploy.yml'))[0]).toMatchObject(run)
  expect(await ours().run('acme/web', id)).toMatchObject({ ...run, conclusion: null })
  expect(await ours().run('acme/web', 1)).toBeUndefined()
})

test('jobs and their steps move on until the run ends', async () => {
  const id = await dispatched()
  await web.job(id, 'build', { status: 'in_progress', steps: [{ name: 'Compile', conclusion: null }] })
  expect(await ours().run('acme/web', id)).toMatchObject({ status: 'in_progress' })
  await web.job(id, 'build', { conclusion: 'failure', steps: [{ name: 'Compile', conclusion: 'failure' }] })
  await web.endRun(id, 'failure')
  expect(await ours().jobs('acme/web', id)).toMatchObject([
    { name: 'build', status: 'completed', conclusion: 'failure', steps: [{ name: 'Compile', conclusion: 'failure' }] },
    { name: 'ship', status: 'completed', conclusion: 'skipped' },
  ])
})

test('a run is cancelled once, and not after its end', async () => {
  const id = await dispatched()
  expect(await ours().cancel('acme/web', id)).toEqual({ kind: 'accepted' })
  expect(await ours().run('acme/web', id)).toMatchObject({ status: 'completed', conclusion: 'cancelled' })
  expect(await ours().cancel('acme/web', id)).toEqual({ kind: 'too-late' })
})

test.each([
  ['a sha', { ...body, ref: '0123456789' }, { kind: 'no-ref' }],
  ['a branch that is not there', { ...body, ref: 'gone' }, { kind: 'no-ref' }],
  ['an input it does not take', { ...body, inputs: { other: '1' } }, { kind: 'refused' }],
])('%s starts nothing', async (_, asked, outcome) => {
  const before = web.workflowRuns().length
  expect(await ours().dispatch('acme/web', 'deploy.yml', asked)).toMatchObject(outcome)
  expect(await ours().dispatch('acme/web', 'other.yml', body)).toMatchObject({ kind: 'refused' })
  expect(web.workflowRuns()).toHaveLength(before)
})

test('an older server starts one run and does not say which', async () => {
  const repository = await old.github().createRepository('acme/web')
  await repository.workflow(workflow)
  const outcome = await clientOf(old.github()).workflows.dispatch('acme/web', 'deploy.yml', body)
  expect(outcome).toEqual({ kind: 'dispatched' })
  expect(repository.workflowRuns()).toHaveLength(1)
})
