import { expect, test } from '@jest/globals'
import { parseSandboxCommand } from '../../../sandbox/command/parse.ts'

const commit = { kind: 'commit', checks: 'green', slow: false }

test.each([
  ['deploy webapp', undefined],
  ['sandboxes are fun', undefined],
  ['sandbox', { kind: 'show' }],
  ['  Sandbox  help ', { kind: 'show' }],
  ['sandbox commit', commit],
  ['sandbox commit on topic', { ...commit, branch: 'topic' }],
  ['SANDBOX COMMIT RED on topic', { ...commit, checks: 'red', branch: 'topic' }],
  ['sandbox commit pending on feature/One', { ...commit, checks: 'pending', branch: 'feature/One' }],
  ['sandbox commit slow red on topic in api', { ...commit, checks: 'red', slow: true, branch: 'topic', app: 'api' }],
  ['sandbox commit in api', { ...commit, app: 'api' }],
  ['sandbox green', { kind: 'green' }],
  ['sandbox green topic', { kind: 'green', ref: 'topic' }],
  ['sandbox green on topic', { kind: 'green', ref: 'topic' }],
  ['sandbox green abc1234 in api', { kind: 'green', ref: 'abc1234', app: 'api' }],
  ['sandbox green in api', { kind: 'green', app: 'api' }],
])('%s', (text, meaning) => {
  expect(parseSandboxCommand(text)).toEqual(meaning)
})

test.each([
  ['sandbox comit on topic', 'sandbox commit [red|pending] [slow] on <branch> [in <app>]'],
  ['sandbox commit pnding on topic', 'sandbox commit pending on topic'],
  ['sandbox commit purple on topic', 'sandbox commit [red|pending] [slow] on <branch> [in <app>]'],
  ['sandbox commit on', 'sandbox commit [red|pending] [slow] on <branch> [in <app>]'],
  ['sandbox gren', 'sandbox green [<branch>|<sha>] [in <app>]'],
  ['sandbox green a b', 'sandbox green [<branch>|<sha>] [in <app>]'],
  ['sandbox explode', 'sandbox'],
])('%s is answered with the nearest form that works', (text, form) => {
  expect(parseSandboxCommand(text)).toEqual({
    kind: 'wrong',
    says: `I do not understand "${text}"; say \`${form}\``,
  })
})
