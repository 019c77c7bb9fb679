import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { actions } from '../../../../workers/providers/actions/index.ts'
import type { Job, Result } from '../../../../workers/providers/provider.ts'
import { type Bench, openBench } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench({ workflow: { runName: 'ship {sha}' } })
})
afterEach(() => bench.close())

const inputs = { sha: '{sha}', deployment: '{id}', environment: '{environment}', task: '{task}' }

async function deploy(given: Partial<Job> = {}, settings: object = { inputs }): Promise<Result> {
  return actions.deploy(await bench.job(given), bench.settings(settings), bench.context())
}
const job = (name: string, change: object) => () => bench.web.job(bench.run().id, name, change)
const end = (conclusion: string) => () => bench.web.endRun(bench.run().id, conclusion)

test('dispatches once, with what the workflow is to be told, and tells each job until its end', async () => {
  bench.tell([
    job('build', { status: 'in_progress' }),
    job('build', { conclusion: 'success' }),
    job('ship', { status: 'in_progress' }),
    job('ship', { conclusion: 'success' }),
    end('success'),
  ])
  const sha = await bench.web.head()
  expect(await deploy()).toEqual({ outcome: 'succeeded', summary: 'deploy.yml run 1 ended well', live: { sha } })

  const { id, inputs: given, branch } = bench.run()
  expect(given).toEqual({ sha, deployment: '4201', environment: 'production', task: 'deploy' })
  expect(branch).toBe('main')
  expect(bench.posts('/dispatches')).toBe(1)
  expect(bench.log).toEqual([
    `deploy.yml run 1 ${bench.github.url}/acme/web/actions/runs/${id}`,
    'job build: queued',
    'job ship: queued',
    'job build: in progress',
    'job build: success',
    'job ship: in progress',
    'job ship: success',
  ])
  expect([...bench.urls]).toEqual([`${bench.github.url}/acme/web/actions/runs/${id}`])
  expect(bench.checkpoints).toEqual([
    { step: 'dispatching', ref: 'main', known: [] },
    { step: 'following', run: id },
  ])
})

test('a failing run names its job and its step', async () => {
  const steps = [
    { name: 'Log in', conclusion: 'success' },
    { name: 'Push image', conclusion: 'failure' },
  ]
  bench.tell([job('build', { conclusion: 'success' }), job('ship', { conclusion: 'failure', steps }), end('failure')])
  expect(await deploy()).toEqual({ outcome: 'failed', summary: 'job ship failed at step Push image' })
})

test('a long run is looked at ever more seldom', async () => {
  bench.tell([...Array.from({ length: 30 }, () => () => undefined), end('success')])
  await deploy()
  expect(bench.pauses[0]).toBeLessThanOrEqual(3_000)
  expect(bench.pauses.at(-1)).toBe(15_000)
})

test('GitHub being away or asking to wait does not end it', async () => {
  bench.tell([
    () => bench.github.faults.request({ method: 'GET', path: /\/runs\/\d+$/, times: 4, answers: 'html' }),
    () =>
      bench.github.faults.request({
        path: /\/jobs$/,
        answers: { status: 429, headers: { 'retry-after': '1' } },
      }),
    () => undefined,
    end('success'),
  ])
  expect(await deploy()).toMatchObject({ outcome: 'succeeded' })
})

test('a run that may no longer be read is not called failed', async () => {
  bench.tell([() => bench.github.faults.request({ path: /\/runs\/\d+$/, answers: { status: 401 } })])
  expect(await deploy()).toMatchObject({ outcome: 'unknown', summary: expect.stringContaining('its run goes on') })
})

test.each([
  [{ status: 403, body: { message: 'Resource not accessible by personal access token' } }, 'Actions: write'],
  [{ status: 404, body: { message: 'Not Found' } }, 'knows no workflow deploy.yml'],
  [{ status: 422, body: { message: 'Workflow does not have a workflow_dispatch trigger' } }, 'workflow_dispatch'],
])('a dispatch refused with %j is told, and nothing is followed', async (answers, says) => {
  bench.github.faults.request({ path: /dispatches$/, times: 2, answers })
  expect(await deploy()).toMatchObject({ outcome: 'failed', summary: expect.stringContaining(says) })
  expect(bench.checkpoints.at(-1)).toEqual({ step: 'undispatched' })
})

test('a rate limit is waited for, then it is dispatched once', async () => {
  bench.github.faults.request({ path: /dispatches$/, answers: { status: 429, headers: { 'retry-after': '1' } } })
  bench.tell([() => undefined, end('success')])
  expect(await deploy()).toMatchObject({ outcome: 'succeeded' })
  expect(bench.web.workflowRuns()).toHaveLength(1)
})

test('a commit is dispatched on the default branch, and passed on', async () => {
  const sha = (await bench.web.head()) ?? ''
  await bench.web.commit('main')
  bench.tell([end('success')])
  expect(await deploy({ ref: sha.slice(0, 10), sha })).toMatchObject({ outcome: 'succeeded' })
  expect(bench.run()).toMatchObject({ branch: 'main', inputs: { sha } })
})

test('a rollback to a branch that is gone runs on the default branch, with the old commit and its task', async () => {
  const sha = await bench.web.commit('feature')
  bench.tell([end('success')])
  const gone = { ...(await bench.job({ ref: 'deleted-feature', sha, task: 'rollback' })), previous: { sha } }
  const result = await actions.rollback?.(gone, bench.settings({ inputs }), bench.context())
  expect(result).toMatchObject({ outcome: 'succeeded', live: { sha } })
  expect(bench.run()).toMatchObject({ branch: 'main', inputs: { sha, task: 'rollback' } })
  expect(bench.web.workflowRuns()).toHaveLength(1)
})

test('a workflow that is not told the commit may not build another one', async () => {
  const old = (await bench.web.head()) ?? ''
  const moved = await bench.web.commit('main')
  const findings = await actions.preflight?.(await bench.job({ sha: old }), bench.settings(), bench.context())
  expect(findings).toEqual([
    {
      level: 'error',
      text: `deploy.yml would build main at ${moved.slice(0, 8)}, not ${old.slice(0, 8)}; add "sha": "{sha}" to actions.inputs and check that commit out in the workflow`,
    },
  ])
  // The branch moved after the look.
  expect(await deploy({ sha: old }, {})).toMatchObject({
    outcome: 'failed',
    summary: expect.stringContaining('it was cancelled'),
  })
  expect(bench.run()).toMatchObject({ conclusion: 'cancelled' })
})

test('a workflow that is told the commit, or builds it anyway, may start', async () => {
  const old = await bench.job()
  await bench.web.commit('main')
  const findings = (job: Job, settings: object) => actions.preflight?.(job, bench.settings(settings), bench.context())
  expect(await findings(old, { inputs })).toEqual([])
  expect(await findings(await bench.job(), {})).toEqual([])
})

test('GitHub being away before the dispatch is a warning: the commit of the run is looked at anyway', async () => {
  bench.github.faults.request({ path: /\/commits\/main$/, times: 3, answers: 'html' })
  const findings = await actions.preflight?.(await bench.job(), bench.settings(), bench.context())
  expect(findings).toMatchObject([{ level: 'warning' }])
})

test('a cancel before the dispatch leaves nothing to be cancelled', async () => {
  bench.stop({ kind: 'cancel', by: 'bob' })
  await expect(deploy()).rejects.toBeDefined()
  expect(bench.posts('/dispatches')).toBe(0)
  expect(bench.checkpoints).toEqual([])
})

test('a run that somebody deletes is not called failed', async () => {
  bench.tell([() => bench.github.faults.request({ path: /\/runs\/\d+$/, answers: { status: 404 } })])
  expect(await deploy()).toMatchObject({
    outcome: 'unknown',
    summary: expect.stringContaining('not on GitHub any more'),
  })
})
