import { expect, test } from '@jest/globals'
import { askedToWait } from '../../../core/github/asked-to-wait.ts'

const now = Date.parse('2026-01-05T12:00:00Z')
const reset = String(now / 1_000 + 90)
const date = 'Mon, 05 Jan 2026 12:01:00 GMT' // GitHub's clock is a minute ahead of ours
const secondary = { message: 'You have exceeded a secondary rate limit. Please wait.' }

test.each([
  [429, {}, {}, 60_000],
  [429, { 'retry-after': '5' }, {}, 5_000],
  [429, { 'retry-after': 'Mon, 05 Jan 2026 12:00:20 GMT' }, {}, 20_000],
  [429, { 'retry-after': '0' }, {}, 0],
  [429, { 'retry-after': '999999' }, {}, 3_600_000],
  [403, { 'retry-after': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }, {}, 5_000],
  [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }, {}, 90_000],
  [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset, date }, {}, 30_000],
  [403, { 'x-ratelimit-remaining': '0' }, {}, 60_000],
  [403, { 'x-ratelimit-remaining': '12' }, secondary, 60_000],
  [403, { 'x-ratelimit-remaining': '12' }, { message: 'Must have admin rights' }, undefined],
  [200, { 'x-ratelimit-remaining': '0' }, {}, undefined],
  [502, { 'retry-after': '5' }, {}, undefined],
])('%s %j %j asks for %s ms', (status, headers, data, ms) => {
  expect(askedToWait({ kind: 'answer', status, headers, data }, now)).toBe(ms)
})
