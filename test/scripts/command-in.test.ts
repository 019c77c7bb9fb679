import { expect, test } from '@jest/globals'
import { commandIn } from '../../scripts/command-in.ts'

test.each([
  ['slip deploy web', 'deploy web'],
  ['@slip: deploy web', 'deploy web'],
  ['  Slip, deploy web  ', 'deploy web'],
  ['slip', ''],
  ['slip:deploy web', 'deploy web'],
])('%j is said to slip', (text, command) => {
  expect(commandIn(text, { name: 'slip', alias: false })).toBe(command)
})

test.each(['slipway is down', 'deploy web', 'hey slip deploy web', '', 'slip-bot deploy web', 'alice: deploy web'])(
  '%j is not',
  (text) => {
    expect(commandIn(text, { name: 'slip', alias: false })).toBeUndefined()
  },
)

test.each([
  ['/deploy web', 'deploy web'],
  ['/ deploy web', 'deploy web'],
  ['slip deploy web', 'deploy web'],
])('with the alias /, %j is', (text, command) => {
  expect(commandIn(text, { name: 'slip', alias: '/' })).toBe(command)
})

test('a name that begins with the other one is taken whole', () => {
  expect(commandIn('@s.bot deploy web', { name: 's', alias: 's.bot' })).toBe('deploy web')
})
