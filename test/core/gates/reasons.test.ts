import { expect, test } from '@jest/globals'
import { reasonText } from '../../../core/gates/reason-text.ts'
import { reasons } from '../../../core/gates/reasons.ts'
import { aloud, list, span } from '../../../core/gates/words.ts'

// Whatever any sentence may ask for.
const anything = {
  ageMs: 1_200_000,
  maxAgeMs: 900_000,
  ms: 90_000,
  retryAfterMs: 30_000,
  deployment: 7,
  newer: 8,
  place: 2,
  app: 'web',
  apps: ['web', 'api'],
  environment: 'qa',
  environments: ['qa'],
  provider: 'shell',
  task: 'deploy:x',
  word: 'x',
  ref: 'main',
  repository: 'acme/web',
  message: 'no',
  why: 'no',
  remedy: 'set it',
  what: 'no',
  instead: 'ask',
  by: 'alice',
  login: 'bot',
  state: 'success',
  actor: 'alice',
  rooms: ['ops'],
  deployers: ['bo'],
  teams: [],
  logins: [],
  unread: [],
  contexts: ['ci (failure)'],
}

test.each(Object.entries(reasons))('%s says why and what to do next', (code, reason) => {
  const says = Reflect.apply(reason.says, undefined, [anything])
  const next = Reflect.apply(reason.next, undefined, [anything])
  expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
  expect(reason.status).toBeGreaterThanOrEqual(200)
  for (const text of [says, next]) {
    expect(text).toMatch(/\S/)
    expect(text).not.toMatch(/undefined|\[object|NaN|\.$/)
  }
})

test('a code is told in its own words', () => {
  expect(reasonText('unknown-app', { app: 'wep', near: 'web' })).toEqual({
    status: 404,
    says: 'never heard of "wep"; did you mean "web"?',
    next: '`apps` lists the apps',
  })
})

test('words', () => {
  expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c'])
  expect([span(0), span(1_000), span(90_000), span(90_061_000)]).toEqual([
    'a moment',
    '1 second',
    '1 minute 30 seconds',
    '1 day 1 hour',
  ])
  expect(aloud('a\u202Eb\nc\u{e0001}')).toBe(String.raw`"a\u202eb\u000ac\u{e0001}"`)
  expect(aloud('x'.repeat(100))).toHaveLength(63)
})
