import { expect, test } from '@jest/globals'
import type { WorkflowRun } from '../../../../core/github/workflows/workflows.ts'
import { type Candidate, type Evidence, tellApart } from '../../../../workers/providers/actions/tell-apart.ts'

const run = (id: number, title: string, more: Partial<WorkflowRun> = {}): WorkflowRun => ({
  id,
  event: null,
  title,
  name: '',
  number: null,
  branch: 'main',
  sha: null,
  status: 'queued',
  conclusion: null,
  actor: 'slip',
  url: null,
  ...more,
})
const evidence: Evidence = { ref: 'main', marks: ['42'], signs: ['production', 'alice'], login: 'slip' }
const candidate = (one: WorkflowRun, ...names: string[]): Candidate => ({ run: one, texts: [one.title, ...names] })

test.each<[string, readonly Candidate[], string, number | undefined]>([
  ['nothing appeared', [], 'none', undefined],
  ['only another branch', [candidate(run(1, 'Deploy', { branch: 'other' }))], 'none', undefined],
  ['our id in the title', [candidate(run(1, 'deploy #41')), candidate(run(2, 'deploy #42'))], 'marked', 2],
  ['our id in a step', [candidate(run(1, 'D'), 'id 42'), candidate(run(2, 'D'), 'id 41')], 'marked', 1],
  ['our id within other numbers', [candidate(run(1, 'v1420 a42b')), candidate(run(2, '142'))], 'unsure', undefined],
  ['our id twice', [candidate(run(1, '42')), candidate(run(2, '42'))], 'unsure', undefined],
  ['one, saying nothing', [candidate(run(1, 'Deploy'))], 'only', 1],
  ['two, saying nothing', [candidate(run(1, 'Deploy')), candidate(run(2, 'Deploy'))], 'unsure', undefined],
  ['our environment', [candidate(run(1, 'to production')), candidate(run(2, 'to staging'))], 'only', 1],
  [
    'our environment, another person',
    [candidate(run(1, 'production by bob')), candidate(run(2, 'production by alice'))],
    'only',
    2,
  ],
  ['dispatched by somebody else', [candidate(run(1, 'D', { actor: 'bob' })), candidate(run(2, 'D'))], 'only', 2],
  ['a run that does not say its branch', [candidate(run(1, '42', { branch: null }))], 'marked', 1],
])('%s', (_, candidates, kind, id) => {
  const verdict = tellApart(candidates, evidence)
  expect({ kind: verdict.kind, id: 'run' in verdict ? verdict.run.id : undefined }).toEqual({ kind, id })
})

test('a value with signs of a pattern is taken as it is', () => {
  const verdict = tellApart([candidate(run(1, 'a.c')), candidate(run(2, 'abc'))], { ...evidence, marks: ['a.c'] })
  expect(verdict).toMatchObject({ kind: 'marked', run: { id: 1 } })
})

test('a fully spelt ref is the branch of that name', () => {
  expect(tellApart([candidate(run(1, '42'))], { ...evidence, ref: 'refs/heads/main' })).toMatchObject({
    kind: 'marked',
  })
})
