import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { until } from './world.ts'
import { builtProgram } from '../built-program.ts'

const startMs = 60_000 // three processes on a busy machine

export type Signal = 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'

/** `slipway start` as a process of its own. */
export interface Program {
  readonly child: ChildProcess
  /** Resolves with the ready line; rejects with what the process complained of when it ends before. */
  ready(): Promise<string>
  says(line: string): void
  /** Ends its input. */
  leaves(): void
  /** What it wrote to stdout. */
  heard(): string
  /** Resolves once what was heard matches. */
  hears(pattern: RegExp, withinMs?: number): Promise<void>
  /** What it wrote to stderr. */
  logged(): string
  signal(signal: Signal): void
  /** Exit code, or the signal that ended it. */
  readonly gone: Promise<number | string>
}

export function startProgram(env: { readonly [name: string]: string }, roles: readonly string[] = []): Program {
  const child = spawn(process.execPath, [builtProgram('bin/slipway'), 'start', ...roles], { env, stdio: 'pipe' })
  let heard = ''
  let logged = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (heard += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (logged += text))
  // One that was killed reads nothing any more.
  child.stdin.on('error', () => {})
  let ended: number | string | undefined
  const gone = once(child, 'close').then(
    ([code, signal]) => (ended = Number.isInteger(code) ? Number(code) : String(signal)),
  )

  async function hears(pattern: RegExp, withinMs = 30_000): Promise<void> {
    const silent = () => new Error(`nobody said ${pattern}, but:\n${heard}\n${logged.slice(-4_000)}`)
    await until(() => {
      if (pattern.test(heard)) return true
      if (ended !== undefined) throw silent()
      return undefined
    }, withinMs).catch(() => {
      throw silent()
    })
  }

  return {
    child,
    async ready() {
      await hears(/^slipway ready.*\n/m, startMs)
      return /^slipway ready.*$/m.exec(heard)?.[0] ?? ''
    },
    says: (line) => void child.stdin.write(`${line}\n`),
    leaves: () => void child.stdin.end(),
    heard: () => heard,
    hears,
    logged: () => logged,
    signal: (signal) => void child.kill(signal),
    gone,
  }
}

/** The address in a ready line. */
export const addressIn = (readyLine: string) => /http:\/\/\S+/.exec(readyLine)?.[0] ?? ''
