import type { ZodType } from 'zod'
import type { Json } from '../../core/json.ts'

/** What was live: enough to name it and to bring it back. */
export interface Snapshot {
  readonly sha?: string
  readonly handle?: { readonly [name: string]: string }
}

/** One carrying-out, told in the vocabulary of GitHub. Everything in it was checked; nothing in it comes from a payload unverified. */
export interface Job {
  /** GitHub's deployment id. */
  readonly id: number
  readonly app: string
  readonly environment: string
  /** owner/name */
  readonly repository: string
  readonly ref: string
  readonly sha: string
  readonly task: string
  readonly actor: string
  readonly hosts: readonly string[]
  readonly reason?: string
  readonly previousSha?: string
  /** Page of this deployment; the log can be read there. */
  readonly url?: string
  /** Unique to this run; commands carry it in their environment as SLIPWAY_RUN so that strays can be found. */
  readonly run: string
}

export type Outcome = 'succeeded' | 'failed' | 'cancelled' | 'superseded' | 'unknown'

export interface Result {
  readonly outcome: Outcome
  /** At most a sentence: it becomes the status description. */
  readonly summary: string
  readonly live?: Snapshot
  readonly before?: Snapshot
  readonly url?: string
}

export interface Finding {
  readonly level: 'error' | 'warning'
  readonly text: string
}

/** Why a run is told to stop. `shutdown` only stops the waiting; the others stop the work. */
export type StopReason =
  | { readonly kind: 'cancel'; readonly by: string }
  | { readonly kind: 'timeout' | 'lease' | 'shutdown' }

export interface RunOptions {
  readonly cwd: string
  readonly env: { readonly [name: string]: string }
  /** Milliseconds the command may take in all, and may stay silent. */
  readonly timeoutMs?: number
  readonly silenceMs?: number
  readonly stdin?: string
}

/** How a command ended. `stopped` says who ended it when it did not end by itself. */
export interface Ended {
  readonly code?: number
  readonly signal?: string
  readonly stopped?: StopReason | { readonly kind: 'silence' }
  /** The command could not be started: not there, not executable. */
  readonly notStarted?: string
}

export interface Context {
  /** Aborted with a StopReason. */
  readonly signal: AbortSignal
  /** A line of our own in the deployment's log. */
  log(line: string): Promise<void>
  progress(step: { readonly phase: string; readonly percent?: number; readonly url?: string }): void
  /** Durable when it resolves; rejects when the lease is lost. */
  checkpoint(state: Json): Promise<void>
  /** A value of the worker's environment; registered for redaction before it is handed out. Throws when unset. */
  secret(name: string): string
  /** A private work tree at exactly the deployment's sha, or at the head of the default branch. Removed after the run. */
  checkout(of?: 'deployment' | 'default_branch'): Promise<string>
  /** Runs a command under the watcher; its output goes to the log, cleaned and redacted. Resolves when nothing of it is left to wait for. */
  run(command: readonly string[], options: RunOptions): Promise<Ended>
  now(): number
  sleep(ms: number): Promise<void>
}

export interface Provider<S = unknown> {
  readonly name: string
  /** What apps.json may say under the provider's name. */
  readonly settings: ZodType<S>
  /** Asked for more than this, a command is refused before anything starts. */
  readonly can: { readonly hosts: boolean; readonly tasks: RegExp }
  preflight?(job: Job, settings: S, context: Context): Promise<Finding[]>
  deploy(job: Job, settings: S, context: Context): Promise<Result>
  rollback?(job: Job & { readonly previous: Snapshot }, settings: S, context: Context): Promise<Result>
  /** Watches or finishes what a dead worker began; never starts it twice. */
  resume?(job: Job, settings: S, checkpoint: Json, context: Context): Promise<Result>
  cancel?(job: Job, settings: S, checkpoint: Json, context: Context): Promise<'stopped' | 'rolled-back' | 'too-late'>
  current?(
    target: { readonly app: string; readonly environment: string },
    settings: S,
    context: Context,
  ): Promise<Snapshot>
}
