import { execa } from 'execa'

const surroundings = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
  TZ: 'UTC',
}

export interface GitAnswer {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Git was not found, or refused something. */
export class GitError extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'GitError'
  }
}

export interface GitOptions {
  readonly cwd: string
  readonly input?: string
  readonly env?: { readonly [name: string]: string }
}

/** Runs git untouched by the settings of the person whose machine this is. Throws only when git cannot be started. */
export async function askGit(args: readonly string[], { cwd, input = '', env = {} }: GitOptions): Promise<GitAnswer> {
  const { exitCode, stdout, stderr, originalMessage } = await execa('git', args, {
    cwd,
    input,
    env: { PATH: process.env['PATH'], HOME: cwd, ...surroundings, ...env },
    extendEnv: false,
    reject: false,
    stripFinalNewline: true,
    maxBuffer: 64 * 1024 * 1024,
  })
  if (exitCode === undefined) {
    throw new GitError(
      `git could not be run (${originalMessage ?? stderr}); the sandbox needs git 2.30 or newer on the PATH`,
    )
  }
  return { code: exitCode, out: stdout, err: stderr }
}

/** The output of a git command that is expected to work. */
export async function git(args: readonly string[], options: GitOptions): Promise<string> {
  const { code, out, err } = await askGit(args, options)
  if (code !== 0) throw new GitError(`git ${args[0] ?? ''} says: ${err || `nothing, and ended with ${code}`}`)
  return out
}
