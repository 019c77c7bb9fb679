import type { Json } from '../../core/json.ts'

/** An account. Its token is what it shows at the API. */
export interface Account {
  readonly id: number
  readonly login: string
  readonly type: 'User' | 'Bot' | 'Organization'
  readonly token: string
  /** Slug of the App this account belongs to; `github-actions` deploys come from a workflow. */
  readonly app?: string
  readonly access: 'write' | 'read' | 'none'
}

/** As stored: references are logins and ids, times are ISO 8601 with seconds, as GitHub writes them. */
export interface CommitStatus {
  readonly id: number
  readonly sha: string
  readonly context: string
  readonly state: 'error' | 'failure' | 'pending' | 'success'
  readonly description: string | null
  readonly targetUrl: string | null
  readonly creator: string
  readonly createdAt: string
}

export interface CheckRun {
  readonly id: number
  readonly suite: number
  readonly sha: string
  readonly name: string
  readonly app: string
  readonly status: 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending'
  readonly conclusion: string | null
  readonly detailsUrl: string | null
  readonly startedAt: string
  readonly completedAt: string | null
}

export const deploymentStates = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'] as const
export type DeploymentState = (typeof deploymentStates)[number]

export interface DeploymentStatus {
  readonly id: number
  readonly state: DeploymentState
  readonly creator: string
  readonly description: string
  readonly environment: string
  readonly logUrl: string
  readonly environmentUrl: string
  readonly createdAt: string
}

export interface Deployment {
  readonly id: number
  readonly sha: string
  readonly ref: string
  readonly task: string
  readonly payload: Json
  readonly originalEnvironment: string
  environment: string
  readonly description: string | null
  readonly creator: string
  readonly createdAt: string
  updatedAt: string
  readonly transient: boolean
  readonly production: boolean
  /** Oldest first. */
  readonly statuses: DeploymentStatus[]
}

/** A workflow that can be dispatched, in place of its YAML. */
export interface Workflow {
  /** Below `.github/workflows/`. */
  readonly file: string
  readonly name: string
  /** Its `run-name`, in which `{input}` stands for the value of an input. */
  readonly runName?: string
  /** Names of the inputs it takes; others are refused. */
  readonly inputs: readonly string[]
  readonly jobs: readonly string[]
  /** A cancelled run of it goes on until it is ended. */
  readonly lingers?: boolean
}

export interface WorkflowJob {
  readonly id: number
  readonly name: string
  status: 'queued' | 'in_progress' | 'completed' | 'waiting'
  conclusion: string | null
  steps: { readonly name: string; readonly conclusion: string | null }[]
}

export interface WorkflowRun {
  readonly id: number
  readonly number: number
  readonly workflow: string
  readonly title: string
  readonly branch: string
  readonly sha: string
  readonly inputs: { readonly [name: string]: string }
  readonly actor: string
  readonly createdAt: string
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: string | null
  readonly jobs: WorkflowJob[]
}

export interface Repository {
  readonly id: number
  /** owner/name; a rename changes it. */
  fullName: string
  /** Earlier names, which GitHub redirects. */
  readonly formerNames: string[]
  defaultBranch: string
  readonly createdAt: string
  readonly statuses: CommitStatus[]
  readonly checkRuns: CheckRun[]
  readonly deployments: Deployment[]
  readonly workflows: Workflow[]
  /** Oldest first. */
  readonly workflowRuns: WorkflowRun[]
}

export interface State {
  nextId: number
  readonly accounts: Account[]
  readonly repositories: Repository[]
}
