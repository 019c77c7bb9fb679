import type { Json } from '../json.ts'
import type { Workflows } from './workflows/workflows.ts'
import type { Shipment } from './shipment.ts'

/** The fields of GitHub's deployment object that we act on. */
export interface GitHubDeployment {
  readonly id: number
  readonly sha: string
  readonly ref: string
  readonly task: string
  readonly environment: string
  /** Parsed when GitHub sent it as a JSON string. */
  readonly payload: Json
  readonly description: string | null
  readonly creator: { readonly login: string; readonly type: string } | null
  /** Slug of the App that made it; null when a person did. */
  readonly madeByApp: string | null
  /** ISO 8601, UTC. */
  readonly createdAt: string
}

/** A commit status or the newest check run of one (app, name). */
export interface CheckContext {
  readonly context: string
  /** GitHub's word: success, pending, failure, error, queued, in_progress, neutral, skipped, cancelled, timed_out, action_required, … */
  readonly state: string
}

/** Body of `POST /repos/{owner}/{repo}/deployments`; field names are GitHub's. */
export interface DeploymentBody {
  readonly ref: string
  readonly task: string
  readonly auto_merge: boolean
  readonly required_contexts?: readonly string[]
  readonly environment: string
  readonly transient_environment?: boolean
  readonly production_environment?: boolean
  readonly description: string
  readonly payload: Json
}

/** Every documented answer to a create, told apart by HTTP status and body. */
export type CreateOutcome =
  | { readonly kind: 'created'; readonly deployment: GitHubDeployment } // 201
  | { readonly kind: 'merged'; readonly message: string } // 202: merged, nothing created
  | { readonly kind: 'conflict'; readonly message: string } // 409: the merge did not apply
  | { readonly kind: 'checks'; readonly message: string; readonly contexts: readonly CheckContext[] } // 409
  | { readonly kind: 'no-ref'; readonly message: string } // 422: no such ref
  | { readonly kind: 'invalid'; readonly message: string } // 422: anything else
  | { readonly kind: 'bad-credentials'; readonly message: string } // 401
  | { readonly kind: 'forbidden'; readonly message: string } // 403
  | { readonly kind: 'limited'; readonly message: string; readonly retryAfterMs: number } // 403 or 429 with a rate limit
  | { readonly kind: 'not-found'; readonly message: string } // 404: also what a token without the scope sees
  | { readonly kind: 'unreachable'; readonly message: string } // no connection was made: surely nothing was created
  | { readonly kind: 'unclear'; readonly message: string } // 5xx, HTML, reset or timeout after sending: may have been created

export type StatusState = 'queued' | 'in_progress' | 'success' | 'failure' | 'error' | 'inactive'

/** Body of `POST …/deployments/{id}/statuses`. */
export interface StatusBody {
  readonly state: StatusState
  /** At most 140 characters; GitHub answers 422 to more. */
  readonly description: string
  readonly log_url?: string
  readonly environment_url?: string
  readonly auto_inactive?: boolean
}

export type StatusOutcome =
  | { readonly kind: 'posted'; readonly id: number }
  | { readonly kind: 'refused'; readonly message: string } // 4xx: repeating it would not help
  | { readonly kind: 'limited'; readonly message: string; readonly retryAfterMs: number }
  | { readonly kind: 'unreachable' | 'unclear'; readonly message: string }

export interface GitHubStatus {
  readonly id: number
  readonly state: string
  readonly description: string | null
}

export interface GitHubRepository {
  readonly id: number
  /** owner/name, as GitHub spells it now. */
  readonly fullName: string
  readonly defaultBranch: string
}

/** What the reconcile reads of one repository. */
export interface RepositoryGlance extends GitHubRepository {
  /** Newest first, at most 20. `unanswered`: nobody has posted a status yet. */
  readonly deployments: readonly (GitHubDeployment & { readonly unanswered: boolean; readonly latestState?: string })[]
}

/** A person's create goes before statuses, statuses before the reconcile. */
export type Priority = 'person' | 'status' | 'reconcile'

/** One GitHub, seen with one token. Reads throw GitHubError; writes answer with every outcome. */
export interface GitHub {
  /** Host of the API, e.g. `api.github.com`; part of a deployment's key. */
  readonly host: string
  /** `https://github.com` or the Enterprise server's address: clone URLs and links stand on it. */
  readonly serverUrl: string
  createDeployment(repository: string, body: DeploymentBody): Promise<CreateOutcome>
  createStatus(repository: string, deployment: number, body: StatusBody): Promise<StatusOutcome>
  deployment(repository: string, id: number): Promise<GitHubDeployment | undefined>
  deployments(
    repository: string,
    filter: { readonly environment?: string; readonly sha?: string; readonly task?: string },
  ): Promise<GitHubDeployment[]>
  statuses(repository: string, deployment: number): Promise<GitHubStatus[]>
  branchHead(repository: string, branch: string): Promise<string | undefined>
  /** The sha that a branch, a tag or the beginning of a sha stands for. */
  commit(repository: string, ref: string): Promise<string | undefined>
  /** Statuses and check runs of a commit, newest of each only. */
  checks(repository: string, sha: string): Promise<CheckContext[]>
  repository(repository: string): Promise<GitHubRepository | undefined>
  /** One GraphQL call per 100 repositories; falls back to REST where GraphQL does not answer. */
  glance(repositories: readonly string[]): Promise<RepositoryGlance[]>
  /** GitHub Actions. */
  readonly workflows: Workflows
  /** A link to the .tar.gz of a commit that anybody who has it can read; undefined unless the repository is public. */
  archive(repository: string, sha: string): Promise<string | undefined>
  /** Whether a login is an active member of a team; false also where the token may not see the team. `repository`: whose token asks. */
  isInTeam(repository: string, team: { readonly org: string; readonly slug: string }, login: string): Promise<boolean>
  /** What the commit `to` holds that `from` did not; undefined when GitHub does not say. One GraphQL call. */
  ships(repository: string, from: string, to: string): Promise<Shipment | undefined>
  /** For git over https: the token to hand to an askpass helper. */
  cloneToken(repository: string): Promise<string | undefined>
}
