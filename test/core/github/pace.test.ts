import { expect, test } from '@jest/globals'
import { createPace, publicContentLimits } from '../../../core/github/pace.ts'

const read = { allowance: 'rest', creates: false } as const
const write = { allowance: 'rest', creates: true } as const
const graphql = { allowance: 'graphql', creates: false } as const

test('the 81st creating request of a minute waits for the first to be a minute old; reads do not', () => {
  const pace = createPace(publicContentLimits)
  for (let i = 0; i < 80; i++) pace.left(write, 1_000 + i)
  expect(pace.opensAt(write)).toBe(61_000)
  expect(pace.opensAt(read)).toBe(0)
})

test('the 501st creating request of an hour waits for the first to be an hour old', () => {
  const pace = createPace(publicContentLimits)
  for (let i = 0; i < 1_200; i++) pace.left(write, i * 1_000)
  expect(pace.opensAt(write)).toBe(700_000 + 3_600_000)
})

test('REST and GraphQL have an allowance each, a secondary limit stops both', () => {
  const pace = createPace([])
  pace.hold('graphql', 5_000)
  expect([pace.opensAt(read), pace.opensAt(graphql)]).toEqual([0, 5_000])
  pace.holdAll(9_000)
  pace.hold('rest', 7_000)
  expect([pace.opensAt(read), pace.opensAt(graphql)]).toEqual([9_000, 9_000])
})
