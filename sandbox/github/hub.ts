import type { Json } from '../../core/json.ts'
import { notFound } from './api-error.ts'
import { GitRepository } from './git/git-repository.ts'
import { createOAuth, type OAuth } from './oauth.ts'
import type { Account, Repository, State } from './state.ts'
import type { Hook } from './webhooks/post.ts'
import type { Delivery } from './webhooks/webhooks.ts'

export interface HubEvent {
  readonly name: string
  readonly payload: { readonly [key: string]: Json }
}

/** Everything the sandbox GitHub knows, and where it stands. */
export interface Hub {
  readonly state: State
  /** Address of the API, without a final slash. */
  readonly url: string
  /** The repository's files. */
  git(repository: Repository): GitRepository
  /** Ids only grow, over all kinds of objects. */
  nextId(): number
  /** Now, as GitHub writes it: ISO 8601, UTC, whole seconds. */
  now(): string
  /** What the CI does about a merge that GitHub made; without one no status appears on the new head. */
  ci?: Ci
  /** What becomes of `return_run_details` in a dispatch. */
  readonly runDetails: RunDetails
  /** People who let an app act for them. */
  readonly oauth: OAuth
  /** Logins by `org/team`, in lower case. */
  readonly teams: Map<string, readonly string[]>
  /** Where events go. */
  hooks?: {
    readonly current: () => Hook | undefined
    readonly ping: () => void
    readonly deliveries: () => readonly Delivery[]
  }
}

/** GitHub tells the run; older servers refuse the question as an unknown key, or leave it unread. */
export type RunDetails = 'told' | 'refused' | 'ignored'

/** Puts the first statuses on `after`, the head that followed `before`. */
export type Ci = (deed: Deed, repository: Repository, before: string, after: string) => Promise<void>

/** One thing being done: who does it, and the events that GitHub tells of it afterwards. */
export interface Deed {
  readonly hub: Hub
  readonly actor: Account
  readonly events: HubEvent[]
}

/** GitHub finds names in any case. */
export function findRepository(state: State, fullName: string): Repository | undefined {
  const wanted = fullName.toLowerCase()
  return state.repositories.find((repository) => repository.fullName.toLowerCase() === wanted)
}

export function accountOf(state: State, login: string): Account {
  const account = state.accounts.find((one) => one.login === login)
  if (account === undefined) throw notFound()
  return account
}

interface HubOptions {
  readonly state: State
  readonly url: string
  readonly gitDir: (id: number) => string
  readonly clock: () => number
  readonly runDetails: RunDetails
}

export function createHub({ state, url, gitDir, clock, runDetails }: HubOptions): Hub {
  const opened = new Map<number, GitRepository>()

  function git({ id }: Repository): GitRepository {
    const repository = opened.get(id) ?? new GitRepository(gitDir(id))
    opened.set(id, repository)
    return repository
  }

  return {
    state,
    url,
    runDetails,
    git,
    nextId: () => state.nextId++,
    oauth: createOAuth(clock),
    teams: new Map(),
    now: () => `${new Date(clock()).toISOString().slice(0, 19)}Z`,
  }
}
