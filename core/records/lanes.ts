import { randomBytes } from 'node:crypto'
import type { Engine } from '../engine/engine.ts'
import { type DeploymentRecord, isFinal } from './deployment.ts'
import { type Records, sets } from './records.ts'

export interface PlaceInLine {
  /** 0 for the head. */
  readonly ahead: number
  readonly head?: DeploymentRecord
}

type Stores = { readonly engine: Engine; readonly records: Records }

/** Those that have not ended, in order. What a crash left in the lane after its end is taken out on the way. */
export async function lineOf({ engine, records }: Stores, target: string): Promise<DeploymentRecord[]> {
  const line: DeploymentRecord[] = []
  for (const { member } of await engine.store.sorted.range(sets.lane(target))) {
    const record = await records.deployments.get(member)
    if (!record) continue
    if (isFinal(record.value.state)) await engine.store.sorted.remove(sets.lane(target), member)
    else line.push(record.value)
  }
  return line
}

/** The first of the lane that has not ended. Reads no more of the lane than it needs. */
export async function headOf({ engine, records }: Stores, target: string): Promise<DeploymentRecord | undefined> {
  for (;;) {
    const [first] = await engine.store.sorted.range(sets.lane(target), { limit: 1 })
    if (!first) return undefined
    const record = await records.deployments.get(first.member)
    if (record && !isFinal(record.value.state)) return record.value
    await engine.store.sorted.remove(sets.lane(target), first.member)
  }
}

/** One read when it is; what a crash left before it is cleared away first. */
export async function isHead(
  stores: Stores,
  { target, key }: Pick<DeploymentRecord, 'target' | 'key'>,
): Promise<boolean> {
  const [first] = await stores.engine.store.sorted.range(sets.lane(target), { limit: 1 })
  return first?.member === key || (await headOf(stores, target))?.key === key
}

export async function placeInLine(stores: Stores, record: DeploymentRecord): Promise<PlaceInLine> {
  if (await isHead(stores, record)) return { ahead: 0, head: record }
  const { target, key } = record
  const line = await lineOf(stores, target)
  const ahead = line.findIndex((other) => other.key === key)
  const head = line[0]
  return { ahead: Math.max(ahead, 0), ...(head && { head }) }
}

/**
 * Wakes a worker for the head of a lane. A reserved head holds the lane until its event has come.
 * The job's id is new each time: BullMQ ignores an add while a job of the same id exists in any state.
 */
export async function enqueueHead(stores: Stores, target: string): Promise<void> {
  const head = await headOf(stores, target)
  if (head?.state === 'queued') await enqueue(stores.engine, head.key)
}

export async function enqueue(engine: Engine, key: string): Promise<void> {
  await engine.queues.deployments.add(`r-${key}-${randomBytes(6).toString('hex')}`, { key })
}
