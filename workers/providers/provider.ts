import type { ZodType } from 'zod'
import type { GitHub } from '../../core/github/github.ts'
import type { Json } from '../../core/json.ts'

/** What was live: enough to name it and to bring it back. */
export interface Snapshot {
  readonly sha?: string
  /** The platform's own names: a task definition's ARN, a release's id. */
  readonly handle?: { readonly [name: string]: string }
}

/** A place that can be asked about, without a deployment. */
export interface Place {
  readonly app: string
  readonly environment: string
  /** owner/name */
  readonly repository: string
}

/** One carrying-out, told in the vocabulary of GitHub. Everything in it was checked; nothing in it comes from a payload unverified. */
export interface Job extends Place {
  /** GitHub's deployment id. */
  readonly id: number
  readonly ref: string
  readonly sha: string
  readonly task: string
  readonly actor: string
  readonly hosts: readonly string[]
  readonly reason?: string
  readonly previousSha?: string
  /** What was live when it began, as the deployment that put it there told us. */
  readonly before?: Snapshot
  /** 1, and one more for each worker that resumes it. */
  readonly attempt: number
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
  /** Kept with the deployment: a rollback to it gets this back as `previous`. */
  readonly live?: Snapshot
  readonly before?: Snapshot
  /** Where what runs now can be looked at; GitHub's environment_url. */
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
  /** How it is asked to stop, and how long it may take until it is killed. SIGTERM and 10 s without a word. */
  readonly stopSignal?: 'SIGTERM' | 'SIGINT'
  readonly graceMs?: number
  /** Hears each line of its output as the log gets it: cleaned and redacted. */
  readonly onLine?: (line: string) => void
}

/** How a command ended. `stopped` says who ended it when it did not end by itself. */
export interface Ended {
  readonly code?: number
  readonly signal?: string
  readonly stopped?: StopReason | { readonly kind: 'silence' }
  /** The command could not be started: not there, not executable. */
  readonly notStarted?: string
}

/** What a platform says, on its way into the log. */
export interface Output {
  /** Bytes as they come, cut anywhere. Whoever waits for it reads no faster than the log takes it. */
  write(chunk: Buffer): Promise<void>
  /** Writes a last line that had no end. */
  end(): Promise<void>
}

export interface Context {
  /** Aborted with a StopReason. */
  readonly signal: AbortSignal
  /** GitHub as the app's own token or App sees it. */
  readonly github: GitHub
  /** A line of our own in the deployment's log. */
  log(line: string): Promise<void>
  /** The platform's own output for the log, cleaned and redacted as a command's is. `onLine` hears each line as the log gets it. */
  output(onLine?: (line: string) => void): Output
  /** Where it stands, for the log and the thread. `url`: the platform's own page of it. */
  progress(step: { readonly phase: string; readonly percent?: number; readonly url?: string }): void
  /** Durable when it resolves, before and after each outside effect; rejects when the lease is lost. */
  checkpoint(state: Json): Promise<void>
  /** A value of the worker's environment; registered for redaction before it is handed out. Throws when unset. */
  secret(name: string): string
  /** A secret that was learned on the way, such as a link with a token in it: redacted from now on. */
  conceal(value: string): void
  /** A value of the worker's environment that is no secret, such as an address. */
  variable(name: string): string | undefined
  /** A private work tree at exactly the deployment's sha, or at the head of the default branch. Removed after the run. */
  checkout(of?: 'deployment' | 'default_branch'): Promise<string>
  /** Runs a command under the watcher; its output goes to the log, cleaned and redacted. Resolves when nothing of it is left to wait for. */
  run(command: readonly string[], options: RunOptions): Promise<Ended>
  /** Works while no other run, in any worker, works under this name; waits for its turn, and rejects when the run is told to stop meanwhile. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>
  now(): number
  /** Rejects when the run is told to stop. */
  sleep(ms: number): Promise<void>
}

/** What asking a platform needs: no run, no lease, nothing that is kept. */
export type Asking = Pick<
  Context,
  'signal' | 'github' | 'log' | 'secret' | 'conceal' | 'variable' | 'checkout' | 'run' | 'now' | 'sleep'
>

/**
 * How one platform carries deployments out.
 *
 * When a run is told to stop, `deploy`, `rollback` or `resume` is expected to come back soon: by rejecting (as `sleep`
 * does) or with a result. On `cancel` and `timeout` the runner then calls `cancel`, where there is one, with the last
 * checkpoint; a provider without it has stopped everything when it comes back. On `shutdown` nothing on the platform is
 * stopped where there is `resume`: another worker goes on from the checkpoint. On `lease` nothing is done any more.
 */
export interface Provider<S = unknown> {
  readonly name: string
  /** What apps.json may say under the provider's name. */
  readonly settings: ZodType<S>
  /** Asked for more than this, a command is refused before anything starts. The task `rollback` is always allowed. */
  readonly can: { readonly hosts: boolean; readonly tasks: RegExp }
  /** What this target's settings narrow `can` down to: why these hosts or this task are refused, or undefined. */
  refuses?(asked: { readonly hosts: readonly string[]; readonly task: string }, settings: S): string | undefined
  /** Milliseconds that a deployment may take in all, worker deaths included; the runner stops it then. Undefined: the provider keeps its own time. */
  timeoutMs?(settings: S): number | undefined
  /** Looks without changing anything: image, service, key, host there? An `error` ends the deployment as a failure before `deploy`. */
  preflight?(job: Job, settings: S, context: Context): Promise<Finding[]>
  deploy(job: Job, settings: S, context: Context): Promise<Result>
  /** Brings `previous` back; `job.sha` is its commit. It has no handle when this provider did not put it there. Without this the old commit is deployed. */
  rollback?(job: Job & { readonly previous: Snapshot }, settings: S, context: Context): Promise<Result>
  /** Watches or finishes what a dead worker began; never starts it twice. */
  resume?(job: ResumedJob, settings: S, checkpoint: Json, context: Context): Promise<Result>
  /** Stops the platform and waits until it has stopped. Called again after a worker died in it. */
  cancel?(
    job: ResumedJob,
    settings: S,
    checkpoint: Json,
    context: Context,
  ): Promise<'stopped' | 'rolled-back' | 'too-late'>
  /** What is live now, asked of the platform. */
  current?(place: Place, settings: S, context: Asking): Promise<Snapshot>
  /** The last lines of what the running app itself has logged. */
  logs?(place: Place, settings: S, context: Asking): Promise<readonly string[]>
}

/** `previous` is there when the dead worker was in a rollback. */
export type ResumedJob = Job & { readonly previous?: Snapshot }
