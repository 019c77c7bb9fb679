import { describe, expect, test } from '@jest/globals'
import { renderAll } from '../../../../workers/providers/actions/inputs.ts'
import { actions } from '../../../../workers/providers/actions/index.ts'
import type { Job } from '../../../../workers/providers/provider.ts'

const sha = 'a'.repeat(40)
const job: Job = {
  id: 42,
  app: 'web',
  environment: 'production',
  repository: 'acme/web',
  ref: 'main',
  sha,
  task: 'deploy:migrations',
  actor: 'alice',
  hosts: [],
  run: 'r',
  attempt: 1,
}
const parsed = (given: object) => actions.settings.parse({ workflow: 'deploy.yml', ...given })

test.each([
  ['{sha}', sha],
  ['slipway-{id}', 'slipway-42'],
  ['{ref} to {environment} by {actor}', 'main to production by alice'],
  ['{task}', 'deploy:migrations'],
  ['{"size": 1}', '{"size": 1}'],
  ['plain', 'plain'],
])('the input %s becomes %s', (template, value) => {
  expect(renderAll({ it: template }, job)).toEqual({ it: value })
})

test('a value that looks like a placeholder stays as it is', () => {
  expect(renderAll({ it: '{ref}' }, { ...job, ref: '{sha}' })).toEqual({ it: '{sha}' })
})

test.each([
  ['a path', { workflow: '.github/workflows/deploy.yml' }, 'file in .github/workflows'],
  ['hosts, which it cannot pass on', { inputs: { hosts: '{hosts}' } }, 'knows no {hosts}; there are {id} {sha}'],
  ['a name that is no input', { inputs: { 'a b': '1' } }, 'name of an input'],
  ['an unknown key', { workfow: 'x' }, 'workfow'],
])('%s is refused with the reason', (_, given, says) => {
  const result = actions.settings.safeParse({ workflow: 'deploy.yml', ...given })
  expect(JSON.stringify(result.error?.issues)).toContain(says)
})

test('it may take an hour unless apps.json says otherwise', () => {
  expect(actions.timeoutMs?.(parsed({}))).toBe(3_600_000)
  expect(actions.timeoutMs?.(parsed({ timeout: '90s' }))).toBe(90_000)
})

describe('a task that the workflow is not told is refused', () => {
  const refused = (task: string, inputs: object) => actions.refuses?.({ hosts: [], task }, parsed({ inputs }))
  test.each([
    ['deploy', {}, undefined],
    ['rollback', {}, undefined],
    ['deploy:migrations', { task: '{task}' }, undefined],
    ['deploy:migrations', {}, 'deploy.yml is not told the task; add "task": "{task}" to actions.inputs'],
  ])('%s with %j: %s', (task, inputs, why) => {
    expect(refused(task, inputs)).toBe(why)
  })
})
