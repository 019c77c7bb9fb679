import { spawn } from 'node:child_process'
import { CheckoutError } from './checkout-error.ts'

export interface GitRun {
  readonly cwd: string
  readonly env: { readonly [name: string]: string }
  readonly signal?: AbortSignal | undefined
}

export interface GitResult {
  readonly code: number
  readonly out: string
  /** Its last line on stderr that says what went wrong. */
  readonly complaint: string
}

/** Far more than any answer that is read here; what is over it is dropped. */
const longestAnswer = 1_000_000

/** Runs git to its end, whatever its exit code. Rejects only when git is not there or `signal` stopped it. */
export function runGit(args: readonly string[], { cwd, env, signal }: GitRun): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const stopped = () => new CheckoutError('stopped', 'the checkout was stopped')
    if (signal?.aborted) return reject(stopped())
    // A group of its own, so that the helpers that talk to the server are stopped with it.
    const child = spawn('git', args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { out: '', err: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (said.out.length < longestAnswer) said.out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.err = (said.err + text).slice(-longestAnswer)
    })

    // TERM, not KILL: git takes its lock files away.
    const stop = () => child.pid !== undefined && tryToStop(child.pid)
    signal?.addEventListener('abort', stop, { once: true })
    child.once('error', (error) => {
      signal?.removeEventListener('abort', stop)
      reject(
        new CheckoutError(
          'broken',
          `git could not be started: ${error.message}; see whether it is installed on the worker`,
        ),
      )
    })
    child.once('close', (code, killedBy) => {
      signal?.removeEventListener('abort', stop)
      if (signal?.aborted) return reject(stopped())
      resolve({ code: code ?? 1, out: said.out, complaint: complaintOf(said.err) || `git was ended by ${killedBy}` })
    })
  })
}

function tryToStop(group: number): void {
  try {
    process.kill(-group, 'SIGTERM')
  } catch {
    // It has just ended by itself.
  }
}

/** git puts the cause first (`fatal:`, `remote:`) and advice after it. */
function complaintOf(err: string): string {
  const lines = err.split(/[\r\n]+/).filter((line) => line.trim() !== '')
  return lines.findLast((line) => /^(?:fatal|error|remote|ssh):/.test(line)) ?? lines.at(-1) ?? ''
}
