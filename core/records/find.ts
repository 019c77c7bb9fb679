import type { Member, Store } from '../engine/engine.ts'
import type { DeploymentRecord, DeploymentState } from './deployment.ts'
import { type Records, sets } from './records.ts'

/** All that is given has to match; names match in any case. */
export interface DeploymentFilter {
  readonly app?: string
  readonly environment?: string
  /** A target's id, exactly: the cheapest of the filters, as each target has a history of its own. */
  readonly target?: string
  readonly state?: DeploymentState
  readonly ref?: string
  /** Words that all have to occur somewhere in names, ref, sha, actor, reason or summary. */
  readonly q?: string
  readonly limit: number
}

export interface FoundDeployments {
  /** Newest first. */
  readonly found: DeploymentRecord[]
  /** Where to go on. It may come with fewer than `limit` found: one call looks at so many records and no more. */
  readonly next?: string
}

const batchSize = 100
const mostRecordsLookedAt = 2_000

/**
 * Searches the history from its newest deployment back, or from `cursor` on.
 * @param cursor `next` of an earlier answer: the key of the last deployment that was looked at
 */
export async function findDeployments(
  store: Store,
  records: Records,
  filter: DeploymentFilter,
  cursor?: string,
): Promise<FoundDeployments> {
  const set = filter.target === undefined ? sets.history : sets.historyOf(filter.target)
  const matches = matcher(filter)
  const found: DeploymentRecord[] = []
  let last = cursor
  let lookedAt = 0

  for (;;) {
    const batch = await olderThan(store, set, last)
    for (const { member, record } of await load(records, batch)) {
      if (found.length === filter.limit && last !== undefined) return { found, next: last }
      if (record && matches(record)) found.push(record)
      last = member
    }
    lookedAt += batch.length
    if (batch.length === 0) return { found }
    if (lookedAt >= mostRecordsLookedAt && last !== undefined) return { found, next: last }
  }
}

/**
 * The deployment with this id of GitHub's. Ids are counted per server: where two servers gave out the same one,
 * the younger deployment is meant, or the one of `target`.
 */
export async function deploymentById(
  store: Store,
  records: Records,
  id: number,
  target?: string,
): Promise<DeploymentRecord | undefined> {
  const set = target === undefined ? sets.history : sets.historyOf(target)
  const members = await store.sorted.range(set, { min: id, max: id })
  const loaded = await load(records, members)
  return loaded
    .flatMap(({ record }) => record ?? [])
    .sort((a, b) => b.createdAt - a.createdAt)
    .at(0)
}

/** True for what a cursor can be. */
export const isCursor = (text: string) => /^[\w.-]{1,300}-\d{1,16}$/.test(text)

async function olderThan(store: Store, set: string, key: string | undefined): Promise<Member[]> {
  if (key === undefined) return store.sorted.range(set, { reverse: true, limit: batchSize })
  const score = Number(key.slice(key.lastIndexOf('-') + 1))
  const batch = await store.sorted.range(set, { max: score, reverse: true, limit: batchSize })
  // Two servers may have given out the same id, so equal scores are told apart by the member, as the set orders them.
  return batch.filter((entry) => entry.score < score || entry.member < key)
}

async function load(records: Records, members: readonly Member[]) {
  return Promise.all(
    members.map(async ({ member }) => ({ member, record: (await records.deployments.get(member))?.value })),
  )
}

function matcher(filter: DeploymentFilter): (record: DeploymentRecord) => boolean {
  const same = (wanted: string | undefined, value: string) =>
    wanted === undefined || wanted.toLowerCase() === value.toLowerCase()
  const words = (filter.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return (record) =>
    same(filter.app, record.app) &&
    same(filter.environment, record.environment) &&
    (filter.ref === undefined || filter.ref === record.ref) &&
    (filter.state === undefined || filter.state === record.state) &&
    words.every((word) => searchable(record).includes(word))
}

const searchable = ({ id, app, environment, repository, ref, sha, task, who, reason, summary }: DeploymentRecord) =>
  [`#${id}`, app, environment, repository, ref, sha, task, who.name, who.id, reason, summary].join('\n').toLowerCase()
