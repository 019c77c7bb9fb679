import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

interface Refusal {
  /** The errno name of spawn. */
  readonly code: string
  readonly message: string
}

/** The sentence for a command that the system refused to start. */
export function whyNotStarted(
  { code, message }: Refusal,
  { command: [program = ''], cwd }: { readonly command: readonly string[]; readonly cwd: string },
): string {
  if (code === 'ENOENT' && !existsSync(cwd)) return `the folder ${cwd} is not there`
  const sentence = sentences.get(code)
  return sentence === undefined ? `${program} could not be started: ${message}` : sentence(program, cwd)
}

const sentences: ReadonlyMap<string, (program: string, cwd: string) => string> = new Map([
  ['ENOENT', notFound],
  ['EACCES', (program) => `${program} is not executable; run chmod +x on it and commit that`],
  ['E2BIG', (program) => `${program} could not be started: its arguments and variables are too long`],
])

function notFound(program: string, cwd: string): string {
  if (!program.includes('/')) return `${program} was not found in PATH of the worker`
  if (!existsSync(resolve(cwd, program))) return `${program} is not there`
  return `${program} could not be started: the interpreter in its first line (#!) is not there`
}
