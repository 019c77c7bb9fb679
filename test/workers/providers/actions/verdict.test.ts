import { expect, test } from '@jest/globals'
import type { WorkflowJob, WorkflowRun } from '../../../../core/github/workflows/workflows.ts'
import { jobNews } from '../../../../workers/providers/actions/job-news.ts'
import { verdict } from '../../../../workers/providers/actions/verdict.ts'

const sha = 'a'.repeat(40)
const run = (conclusion: string | null): WorkflowRun => ({
  id: 9,
  event: null,
  title: '',
  name: '',
  number: 12,
  branch: 'main',
  sha,
  status: 'completed',
  conclusion,
  actor: null,
  url: null,
})
const ended = (name: string, conclusion: string | null, steps: WorkflowJob['steps'] = []): WorkflowJob => ({
  id: name.length,
  name,
  status: conclusion === null ? 'in_progress' : 'completed',
  conclusion,
  steps,
})
const step = (name: string, conclusion: string) => ({ name, conclusion })

test.each<[string, WorkflowJob[], string, string]>([
  ['success', [ended('ship', 'success')], 'succeeded', 'run 12 ended well'],
  ['skipped', [], 'failed', 'run 12 skipped every job, so nothing was deployed'],
  ['cancelled', [ended('ship', 'cancelled')], 'cancelled', 'run 12 was cancelled on GitHub'],
  [
    'failure',
    [ended('build', 'success'), ended('ship', 'failure', [step('Log in', 'success'), step('Push image', 'failure')])],
    'failed',
    'job ship failed at step Push image',
  ],
  ['failure', [ended('test', 'failure'), ended('ship', 'failure')], 'failed', 'job test failed, and 1 more'],
  ['failure', [], 'failed', 'run 12 failed'],
  ['timed_out', [ended('ship', 'timed_out')], 'failed', 'job ship timed out'],
  ['startup_failure', [], 'failed', 'run 12 could not start: GitHub cannot use its workflow file'],
  ['action_required', [], 'failed', 'run 12 ended with action_required'],
  ['neutral', [], 'failed', 'run 12 ended with neutral'],
])('%s: %#', (conclusion, jobs, outcome, summary) => {
  expect(verdict({ sha }, 'run 12', run(conclusion), jobs)).toMatchObject({ outcome, summary })
})

test('what ended well is live', () => {
  expect(verdict({ sha }, 'run 12', run('success'), []).live).toEqual({ sha })
})

test('each state of a job is told once', () => {
  const told = new Map<number, string>()
  const waiting: WorkflowJob = { ...ended('ship', null), status: 'waiting' }
  expect(jobNews([ended('build', null), waiting], told)).toEqual([
    'job build: in progress',
    'job ship: waits for the rules of its environment on GitHub',
  ])
  expect(jobNews([ended('build', null), waiting], told)).toEqual([])
  expect(jobNews([ended('build', 'failure', [step('Compile', 'failure')]), waiting], told)).toEqual([
    'job build: failure at step Compile',
  ])
})
