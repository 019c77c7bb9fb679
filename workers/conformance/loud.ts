import type { Loud } from './scenes.ts'

const megabyte = 1024 * 1024
const line = `${'x'.repeat(255)}\n`
const linesPerMegabyte = megabyte / line.length

/** More than may stay in memory, and over in seconds for who keeps up. */
export const loud: Loud = { bytes: 48 * megabyte, lastLine: 'conformance: this was all' }

const program = `const megabyte = (${JSON.stringify('x'.repeat(255))} + '\\n').repeat(${linesPerMegabyte})
let left = ${loud.bytes / megabyte}
const go = () => {
  while (left-- > 0) if (!process.stdout.write(megabyte)) return process.stdout.once('drain', go)
  if (left < 0) process.stdout.write(${JSON.stringify(`${loud.lastLine}\n`)})
}
go()
`

/** A command that prints it. */
export const loudCommand = [process.execPath, '-e', program] as const

/** The same as a script of the repository. */
export const loudScript = `#!${process.execPath}\n${program}`
