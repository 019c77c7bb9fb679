import type { Engine } from '../engine/engine.ts'
import type { DeploymentRecord } from './deployment.ts'
import { type Records, sets } from './records.ts'

/**
 * Gives a deployment its record and its place in the lane; doing it again changes nothing.
 * The index comes first: whoever dies after any of these writes leaves something the sweep finds and completes.
 */
export async function reserve(engine: Engine, records: Records, record: DeploymentRecord, now: number): Promise<void> {
  const { sorted } = engine.store
  await sorted.add(sets.active, record.key, now)
  await records.deployments.create(record.key, record)
  await enterLane(engine, record)
}

/** The lane is ordered by GitHub's id, so that deployments keep the order they were made in, not the one events came in. */
export async function enterLane(
  { store: { sorted } }: Engine,
  { key, id, target }: Pick<DeploymentRecord, 'key' | 'id' | 'target'>,
): Promise<void> {
  await Promise.all([
    sorted.add(sets.lane(target), key, id),
    sorted.add(sets.history, key, id),
    sorted.add(sets.historyOf(target), key, id),
  ])
}
