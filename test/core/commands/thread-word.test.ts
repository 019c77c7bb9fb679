import { expect, test } from '@jest/globals'
import { parseThreadWord } from '../../../core/commands/parse-thread-word.ts'

test.each([
  ['retry', 'retry'],
  [' OK  Deploy ', 'ok deploy'],
  ['Wait', 'wait'],
])('%p alone in a thread counts', (text, word) => expect(parseThreadWord(text)).toBe(word))

test.each(['retry that later please', 'retry!', 'deploy', 'ok', '', 'constructor'])('%p does not', (text) => {
  expect(parseThreadWord(text)).toBeUndefined()
})
