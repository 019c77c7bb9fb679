import { expect, test } from '@jest/globals'
import { asking } from '../../../core/chat/messages/asking.ts'
import { refusal } from '../../../core/chat/messages/refusal.ts'
import { waitEnded } from '../../../core/chat/messages/wait-ended.ts'
import type { Request } from '../../../core/records/request.ts'

const plain = { ref: undefined, task: 'deploy', force: false, hosts: [] }

test.each([
  [plain, 'asking GitHub to deploy web to qa'],
  [
    { ...plain, ref: 'fix', hosts: ['a', 'b'], force: true },
    'asking GitHub to deploy web/fix to qa on a, b, checks or not',
  ],
  [{ ...plain, task: 'deploy:migrate' }, 'asking GitHub to run deploy:migrate of web in qa'],
])('what is asked says where: %j', (wanted, title) => {
  expect(asking({ app: 'web', environment: 'qa' }, wanted)).toEqual({ title })
})

const request: Request = {
  id: 'r1',
  app: 'web',
  environment: 'qa',
  target: 'web/qa',
  repository: 'acme/web',
  ref: 'fix',
  task: 'deploy:migrate',
  force: true,
  skipChecks: true,
  hosts: ['a', 'b'],
  reason: 'it burns',
  who: { id: 'shell:alice', name: 'alice', names: ['alice'] },
  place: { adapter: 'shell', room: 'shell', roomNames: ['shell'] },
  createdAt: 0,
  state: 'waiting',
  attempts: 1,
  sentAt: 0,
}

test('the command that asks again says all that the first one said', () => {
  expect(waitEnded(request, 'fix moved on', 'deploy')).toEqual({
    title: 'deploy:migrate of web/fix in qa on a, b waits no longer: fix moved on',
    lines: ['to ask again: `deploy:migrate! web/fix to qa/a,b because it burns`'],
  })
  expect(waitEnded({ ...request, retryOf: 7 }, 'fix moved on', 'deploy').lines).toEqual(['to ask again: `retry #7`'])
})

test.each([
  ['web', 'web has no environment "x"'],
  ['x'.repeat(70), `web has no environment "${'x'.repeat(60)}…"`],
])('a refusal says the name of %s once', (what, title) => {
  const word = what === 'web' ? 'x' : what
  const data = { app: 'web', word, environments: ['qa'] }
  expect(refusal(what, [{ kind: 'refuse', code: 'unknown-environment', data }])).toMatchObject({ title })
})

test('a refusal names what was asked for where only a longer name holds it', () => {
  const data = { repository: 'acme/web' }
  expect(refusal('web', [{ kind: 'refuse', code: 'not-found', data }])).toMatchObject({
    title: 'web: GitHub shows us no repository acme/web',
  })
})
