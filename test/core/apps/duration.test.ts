import { expect, test } from '@jest/globals'
import { duration, parseDuration } from '../../../core/apps/duration.ts'

test.each([
  ['90s', 90_000],
  ['10m', 600_000],
  ['2h', 7_200_000],
  ['3d', 259_200_000],
])('%s is %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
  expect(duration.parse(text)).toBe(ms)
})

test.each(['', '10', 'm', '1.5h', '-3m', '10 m', '10m\n', '10M', '1234567s'])('%p is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined()
  expect(duration.safeParse(text).success).toBe(false)
})
