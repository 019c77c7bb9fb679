import type { Ports } from '../core/actions/ports.ts'
import { ordinal } from '../core/chat/words.ts'
import type { DeploymentRecord } from '../core/records/deployment.ts'
import { enqueue, placeInLine } from '../core/records/lanes.ts'
import { enterLane } from '../core/records/reserve.ts'
import type { Reporter } from './reporter.ts'
import { withStep } from '../core/records/transition.ts'

/** Makes a reserved deployment runnable and says its place when it has to wait. Done again, it changes nothing. */
export async function file(ports: Ports, reporter: Reporter, key: string): Promise<void> {
  const filed = await ports.records.deployments.update(key, (record) =>
    record.state === 'reserved' ? { ...record, state: 'queued', filedAt: ports.now() } : undefined,
  )
  if (!filed?.changed) return
  await enterLane(ports.engine, filed.value)
  await lineUp(ports, reporter, filed.value)
}

/** Wakes a worker for the head of the lane; anybody else is told who is before them. */
export async function lineUp(ports: Ports, reporter: Reporter, record: DeploymentRecord): Promise<void> {
  const { ahead, head } = await placeInLine(ports, record)
  if (ahead === 0) return enqueue(ports.engine, record.key)
  const before = head ? `${head.who.name}'s #${head.id} (${head.ref})` : 'another deployment'
  const text = `waits in line: ${ordinal(ahead + 1)}, behind ${before}`
  await ports.records.deployments.update(record.key, (fresh) =>
    fresh.state === 'queued' && fresh.steps.length === 0 ? withStep(fresh, 'queued', text, ports.now()) : undefined,
  )
  void reporter.report(record.key)
}
