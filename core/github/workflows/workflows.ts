/** Body of `POST …/actions/workflows/{file}/dispatches`. */
export interface DispatchBody {
  /** A branch or a tag: GitHub refuses a sha. */
  readonly ref: string
  readonly inputs: Readonly<Record<string, string>>
}

/** Every answer to a dispatch, told apart by HTTP status and body. */
export type DispatchOutcome =
  | { readonly kind: 'dispatched'; readonly run?: number } // 200 names its run, 204 does not
  | { readonly kind: 'no-ref'; readonly message: string } // 422: no such branch or tag
  | { readonly kind: 'refused'; readonly message: string } // any other 4xx: surely nothing was started
  | { readonly kind: 'limited'; readonly message: string; readonly retryAfterMs: number }
  | { readonly kind: 'unreachable'; readonly message: string } // no connection was made: surely nothing was started
  | { readonly kind: 'unclear'; readonly message: string } // 5xx, HTML, reset or timeout after sending: a run may exist

export type CancelOutcome =
  | { readonly kind: 'accepted' } // 202: it stops by and by
  | { readonly kind: 'too-late' } // 409: it had ended, or is being stopped
  | { readonly kind: 'refused' | 'unreachable' | 'unclear'; readonly message: string }
  | { readonly kind: 'limited'; readonly message: string; readonly retryAfterMs: number }

/** The fields of GitHub's workflow run that we act on. */
export interface WorkflowRun {
  readonly id: number
  /** What started it, such as workflow_dispatch. */
  readonly event: string | null
  /** What the workflow's `run-name` says, and its name; empty when GitHub does not tell. */
  readonly title: string
  readonly name: string
  /** Counts up within its workflow. */
  readonly number: number | null
  /** The branch or tag it was dispatched on. */
  readonly branch: string | null
  /** The commit whose workflow file it follows. */
  readonly sha: string | null
  /** queued, in_progress, completed, waiting, requested, pending */
  readonly status: string
  /** success, failure, cancelled, timed_out, skipped, neutral, action_required, startup_failure, stale; null until completed */
  readonly conclusion: string | null
  readonly actor: string | null
  /** Its page. */
  readonly url: string | null
}

export interface WorkflowStep {
  readonly name: string
  readonly conclusion: string | null
}

export interface WorkflowJob {
  readonly id: number
  readonly name: string
  readonly status: string
  readonly conclusion: string | null
  readonly steps: readonly WorkflowStep[]
}

/** GitHub Actions of one GitHub. Reads throw GitHubError; writes answer with every outcome. */
export interface Workflows {
  /** Asks to be told the run, and without that where the server does not know the question. Never sent twice where a run may exist. */
  dispatch(repository: string, workflow: string, body: DispatchBody): Promise<DispatchOutcome>
  /** The newest hundred that a dispatch started, newest first. */
  dispatched(repository: string, workflow: string): Promise<WorkflowRun[]>
  run(repository: string, id: number): Promise<WorkflowRun | undefined>
  /** Of the newest attempt. */
  jobs(repository: string, run: number): Promise<WorkflowJob[]>
  cancel(repository: string, run: number): Promise<CancelOutcome>
  /** Whose token it is; undefined for an App, which GitHub does not tell. */
  login(repository: string): Promise<string | undefined>
}
