import { expect, test } from '@jest/globals'
import { wrap } from '../../../bin/demo/wrap.ts'

test.each([
  ['short enough', 12, ['short enough']],
  ['one two three', 9, ['one two', '  three']],
  ['one\n  two three', 8, ['one', '  two', '    three']],
  ['a-word-that-is-too-long for it', 10, ['a-word-that-is-too-long', '  for it']],
  ['', 10, ['']],
])('%j in %i columns', (text, width, lines) => {
  expect(wrap(text, width)).toEqual(lines)
})
