import { z } from 'zod'
import type { Ports } from '../core/actions/ports.ts'
import { isFinal, logOf } from '../core/records/deployment.ts'
import { sets } from '../core/records/records.ts'

export interface Keep {
  /** Milliseconds; undefined: for ever. */
  readonly logsMs: number | undefined
  readonly recordsMs: number | undefined
}

const atOnce = 500
const mark = z.object({ id: z.number() })

/** Deletes logs and records that are past their time, oldest first; goes on where the last turn stopped. */
export async function tidy(ports: Ports, { logsMs, recordsMs }: Keep): Promise<void> {
  await walk(ports, 'tidy/logs', logsMs, async (key) => ports.engine.store.logs.delete(logOf(key)))
  await walk(ports, 'tidy/records', recordsMs, async (key, target) => {
    const { sorted, logs } = ports.engine.store
    await logs.delete(logOf(key))
    await sorted.remove(sets.historyOf(target), key)
    await ports.records.deployments.delete(key)
    await sorted.remove(sets.history, key)
  })
}

async function walk(
  { engine, records, now }: Ports,
  place: string,
  keepMs: number | undefined,
  drop: (key: string, target: string) => Promise<void>,
): Promise<void> {
  if (keepMs === undefined) return
  const kept = await engine.store.get(place)
  const from = kept ? mark.parse(kept.value).id : 0
  for (const { member, score } of await engine.store.sorted.range(sets.history, { min: from, limit: atOnce })) {
    const record = (await records.deployments.get(member))?.value
    if (record && (!isFinal(record.state) || now() - record.createdAt < keepMs)) return
    if (record) await drop(member, record.target)
    await engine.store.put(place, { id: score })
  }
}
