import { afterEach, describe, expect, test } from '@jest/globals'
import type { RunDetails } from '../../../../sandbox/github/hub.ts'
import type { Workflow } from '../../../../sandbox/github/state.ts'
import { actions } from '../../../../workers/providers/actions/index.ts'
import type { Result } from '../../../../workers/providers/provider.ts'
import { type Bench, openBench } from './bench.ts'

let bench: Bench
afterEach(() => bench.close())

const inputs = { sha: '{sha}', deployment: '{id}', environment: '{environment}' }
const other = { ref: 'main', inputs: { sha: 'other', deployment: '41', environment: 'staging' } }

/** Runs that have not been ended succeed, but those that are ended here: so it shows which one was followed. */
const open = async (runDetails: RunDetails, runName?: string, more: Partial<Workflow> = {}) => {
  bench = await openBench({ runDetails, workflow: { ...(runName !== undefined && { runName }), ...more } })
}
const deploy = async (given = {}, settings: object = { inputs }): Promise<Result> =>
  actions.deploy(await bench.job(given), bench.settings(settings), bench.context())

const runFor = (deployment: string) =>
  bench.web.workflowRuns().find((run) => run.inputs['deployment'] === deployment)?.id ?? 0
const endOurs = () => bench.web.endRun(runFor('4201'), 'success')
const endOther = () => bench.web.endRun(runFor('41'), 'failure')
const dispatchOther = () => bench.web.dispatch('slip', 'deploy.yml', other)

describe.each<RunDetails>(['told', 'refused', 'ignored'])('with return_run_details %s', (runDetails) => {
  test('of two runs of the same second the right one is followed', async () => {
    await open(runDetails, 'Deploy {deployment}')
    bench.tell([dispatchOther, endOther, endOurs])
    expect(await deploy()).toMatchObject({ outcome: 'succeeded', summary: 'deploy.yml run 1 ended well' })
  })

  test('two deployments at once each follow their own, though nothing in their titles tells them apart', async () => {
    await open(runDetails)
    const verdicts = Promise.all([deploy({ id: 1 }), deploy({ id: 2 })])
    bench.tell(
      Array.from({ length: 60 }, () => async () => {
        for (const run of bench.web.workflowRuns()) {
          const settled = bench.checkpoints.filter((state) => JSON.stringify(state).includes(`"run":${run.id}`))
          if (settled.length > 0)
            await bench.web.endRun(run.id, run.inputs['deployment'] === '1' ? 'success' : 'failure')
        }
      }),
    )
    expect((await verdicts).map(({ outcome }) => outcome)).toEqual(['succeeded', 'failed'])
    expect(bench.web.workflowRuns()).toHaveLength(2)
  })
})

describe('where GitHub does not name the run', () => {
  test('it is known by its id in the name of a step', async () => {
    await open('refused')
    const named = (run: number, id: string) =>
      bench.web.job(run, 'build', { status: 'in_progress', steps: [{ name: `Deploy ${id}`, conclusion: null }] })
    bench.tell([
      dispatchOther,
      async () => {
        await named(runFor('41'), '41')
        await named(runFor('4201'), '4201')
      },
      endOther,
      endOurs,
    ])
    expect(await deploy()).toMatchObject({ outcome: 'succeeded', summary: 'deploy.yml run 1 ended well' })
  })

  test("another's run that is listed before ours is not taken for ours", async () => {
    await open('refused', 'Deploy {deployment}')
    const listed = { total_count: 1, workflow_runs: [{ id: 77, display_title: 'Deploy 41', head_branch: 'main' }] }
    bench.github.faults.request({ path: /deploy.yml\/runs$/, answers: { status: 200, body: { workflow_runs: [] } } })
    bench.github.faults.request({ path: /deploy.yml\/runs$/, times: 3, answers: { status: 200, body: listed } })
    bench.tell([() => undefined, () => undefined, () => undefined, () => undefined, endOurs])
    expect(await deploy()).toMatchObject({ outcome: 'succeeded' })
  })

  test('two whose runs appear late, and at once, are told apart by their ids', async () => {
    await open('refused', 'Deploy {deployment}')
    const none = { status: 200, body: { workflow_runs: [] } }
    const bothSent = () => bench.posts('/dispatches') >= 3 // the first was asked with return_run_details
    bench.github.faults.request({ path: /deploy.yml\/runs$/, times: 14, answers: none })
    const verdicts = Promise.all([deploy({ id: 1 }), deploy({ id: 2 })])
    bench.tell(
      Array.from({ length: 80 }, () => async () => {
        if (!bothSent() || bench.checkpoints.filter((state) => JSON.stringify(state).includes('"run"')).length < 2)
          return
        await bench.web.endRun(runFor('1'), 'success')
        await bench.web.endRun(runFor('2'), 'failure')
      }),
    )
    expect((await verdicts).map(({ outcome }) => outcome)).toEqual(['succeeded', 'failed'])
  })

  test('the only one that appeared is followed when it stays the only one', async () => {
    await open('ignored')
    const end = () => bench.web.endRun(bench.run().id, 'success')
    bench.tell([() => undefined, () => undefined, () => undefined, () => undefined, end])
    expect(await deploy({}, { inputs: { sha: '{sha}' } })).toMatchObject({ outcome: 'succeeded' })
  })

  test('of another person, or of another environment, it is not', async () => {
    await open('refused')
    bench.github.account('bob')
    const byBob = () => bench.web.dispatch('bob', 'deploy.yml', other)
    bench.tell([byBob, () => undefined, () => undefined, () => undefined, () => undefined, endOther, endOurs])
    expect(await deploy()).toMatchObject({ outcome: 'succeeded', summary: 'deploy.yml run 1 ended well' })
  })

  test('rather none is followed than a wrong one', async () => {
    await open('refused')
    bench.tell([dispatchOther])
    expect(await deploy()).toEqual({
      outcome: 'unknown',
      summary: '2 runs of deploy.yml were started at once, and which is ours cannot be told',
    })
    expect(bench.log.join('\n')).toContain('show {id} in the run-name of deploy.yml')
  })
})

describe('an answer that was lost', () => {
  test.each(['reset', 'html', 'silence'] as const)(
    'by %s: the run is found, and none is started again',
    async (answers) => {
      await open('told', 'Deploy {deployment}')
      bench.github.faults.request({ path: /dispatches$/, carriedOut: true, answers })
      bench.tell([dispatchOther, endOther, endOurs])
      expect(await deploy()).toMatchObject({ outcome: 'succeeded', summary: 'deploy.yml run 1 ended well' })
      expect(bench.posts('/dispatches')).toBe(1)
    },
  )

  test('before anything was done: nobody knows, and none is started again', async () => {
    await open('told')
    bench.github.faults.request({ path: /dispatches$/, answers: 'reset' })
    expect(await deploy()).toMatchObject({
      outcome: 'unknown',
      summary: expect.stringContaining('no run of deploy.yml has appeared'),
    })
    expect(bench.posts('/dispatches')).toBe(1)
  })
})
