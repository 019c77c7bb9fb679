import type { Store } from '../engine/engine.ts'
import { type Collection, collection } from './collection.ts'
import { type DeploymentRecord, deploymentRecord } from './deployment.ts'
import { type Link, type Linking, link, linking, type Mention, mention } from './links.ts'
import { type RepositoryRecord, repositoryRecord, type TargetRecord, targetRecord } from './places.ts'
import { type Thread, thread } from './thread.ts'
import { type Request, request } from './request.ts'
import { type Wait, wait } from './wait.ts'

export interface Records {
  readonly requests: Collection<Request>
  readonly deployments: Collection<DeploymentRecord>
  readonly waits: Collection<Wait>
  /** By `host/owner/name` in lower case, as apps.json spells it. */
  readonly repositories: Collection<RepositoryRecord>
  readonly targets: Collection<TargetRecord>
  /** By `personKey`, as are the two that follow. */
  readonly links: Collection<Link>
  readonly linkings: Collection<Linking>
  readonly mentions: Collection<Mention>
  readonly threads: Collection<Thread>
}

export const openRecords = (store: Store): Records => ({
  requests: collection(store, 'requests', request),
  deployments: collection(store, 'deployments', deploymentRecord),
  waits: collection(store, 'waits', wait),
  repositories: collection(store, 'repositories', repositoryRecord),
  targets: collection(store, 'targets', targetRecord),
  links: collection(store, 'links', link),
  linkings: collection(store, 'linkings', linking),
  mentions: collection(store, 'mentions', mention),
  threads: collection(store, 'threads', thread),
})

/** Sorted sets that index the records. */
export const sets = {
  /** Deployments that still have something to be done or told; score: when they came (ms). */
  active: 'active',
  /** Requests without an outcome; score: when they were made (ms). */
  open: 'open',
  /** Threads with something that chat does not show yet; score: since when (ms). */
  threads: 'threads',
  /** Every deployment, and those of one target; score: GitHub's id. */
  history: 'history',
  historyOf: (target: string) => `history/${target}`,
  /** A target's ordered line of deployments that have not ended; score: GitHub's id. */
  lane: (target: string) => `lane/${target}`,
} as const
