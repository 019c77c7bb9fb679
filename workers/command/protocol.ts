/** First line from the worker: what to start. It travels over the pipe, because arguments can be read by everybody. */
export interface StartOrder {
  readonly command: readonly string[]
  readonly cwd: string
  readonly env: { readonly [name: string]: string }
  /** Value of SLIPWAY_RUN; what carries it belongs to this run. */
  readonly run: string
  readonly stdin?: string
  /** Without a beat for this long the worker counts as dead. */
  readonly heartbeatMs: number
  /** Between TERM and KILL when the worker is dead. */
  readonly orphanGraceMs: number
}

/** Later lines from the worker. */
export type Order =
  | { readonly do: 'beat' }
  | { readonly do: 'stop'; readonly graceMs: number; readonly signal: StopSignal }

/** What a command is asked with first. After SIGINT comes SIGTERM, and then, as always, SIGKILL. */
export type StopSignal = 'SIGTERM' | 'SIGINT'

/** Lines to the worker. */
export type Event =
  | { readonly event: 'started'; readonly pid: number }
  | { readonly event: 'not-started'; readonly code: string; readonly message: string }
  | { readonly event: 'exited'; readonly code: number | null; readonly signal: string | null }
  /** The worker was silent, so the watcher stops the command by itself. */
  | { readonly event: 'orphaned' }
  | StopStep

/** What the ladder did, for the log. */
export type StopStep =
  | { readonly event: 'asked'; readonly signal: StopSignal }
  /** `afterMs` since it was asked first. */
  | { readonly event: 'asked-again'; readonly signal: StopSignal; readonly afterMs: number }
  | { readonly event: 'killed'; readonly afterMs: number }
  /** `left` are process ids that even KILL did not end. */
  | { readonly event: 'stopped'; readonly left: readonly number[] }
