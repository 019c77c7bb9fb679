import type { Readable, Writable } from 'node:stream'
import type { LineIo } from './line-io.ts'
import { linesOf } from './lines-of.ts'
import { written } from './written.ts'

/** Lines from a pipe or a file: no prompt, no colours. */
export const pipe = (input: Readable, output: Writable): LineIo => ({
  interactive: false,
  lines: () => linesOf(input),
  print: (text) => written(output, `${text}\n`),
  close: () => void input.destroy(),
})
