import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { until } from '../lifecycle/world.ts'
import { builtProgram } from '../built-program.ts'

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** `slipway …` as a process of its own. */
export function startSlipwayCommand(args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [builtProgram('bin/slipway'), ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const ended = once(child, 'close').then(([code]): Ran => ({ code: typeof code === 'number' ? code : null, out, err }))
  return {
    ended,
    interrupt: () => void child.kill('SIGINT'),
    /** Resolves once what it wrote, to stdout or stderr, matches. */
    shows: (pattern: RegExp) => until(() => pattern.test(out + err) || undefined, 30_000),
  }
}

export const runSlipway = (args: readonly string[], env: NodeJS.ProcessEnv) => startSlipwayCommand(args, env).ended
