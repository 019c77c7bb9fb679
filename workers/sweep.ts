import { announce } from '../core/actions/announce.ts'
import { ask } from '../core/actions/ask/ask.ts'
import { lookFor } from '../core/actions/ask/look-for.ts'
import { endRequest } from '../core/actions/ask/send.ts'
import { isTold } from '../core/actions/settled.ts'
import { refusal } from '../core/chat/messages/refusal.ts'
import { bind } from '../core/records/bind.ts'
import { type DeploymentRecord, isFinal } from '../core/records/deployment.ts'
import { sets } from '../core/records/records.ts'
import type { Request } from '../core/records/request.ts'
import { enterLane } from '../core/records/reserve.ts'
import type { Desk } from './events/desk.ts'
import { answered } from './events/answered.ts'
import { file, lineUp } from './file.ts'
import { leaseKey } from './lease.ts'
import type { Runner } from './run.ts'
import { sweepWait } from './waits.ts'

const strayMs = 60_000 // longer than anybody takes between two writes
const eventMs = 15_000 // the job that looks after a missing event comes before this
const senderMs = 30_000 // longer than a create with its looking around: its sender is dead

export interface Sweep extends Desk {
  readonly runner: Runner
}

/*
 * The sweeps redo whatever step is missing, wherever a process died: every step of the lifecycle is idempotent, so what
 * is done twice is done once. Each reads one index when nothing is going on. They take turns apart from each other,
 * because commands are looked for at GitHub, and a GitHub that is slow to answer must not keep a dead worker's target.
 */

/** Deployments: ends what a dead worker left running, and wakes, files and tells what nobody looks after. */
export async function sweepDeployments(desk: Sweep): Promise<void> {
  const live = await liveKeys(desk)
  for (const { member, score } of await desk.ports.engine.store.sorted.range(sets.active))
    await guarded(desk, member, () => sweepDeployment(desk, live, member, score))
}

/** Commands: requests whose sender died, and those that wait. */
export async function sweepCommands(desk: Desk): Promise<void> {
  for (const { member, score } of await desk.ports.engine.store.sorted.range(sets.open))
    await guarded(desk, member, () => sweepRequest(desk, member, score))
  for (const { id, value } of await desk.ports.records.waits.list())
    await guarded(desk, id, () => sweepWait(desk, value))
}

/** One broken record does not keep the others from being looked after. */
async function guarded({ ports }: Desk, about: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    ports.log.warn({ about, err: error }, 'the sweep could not look after this one; it tries again')
  }
}

/** Deployments whose job is in the queue or being worked on, so that a second job is not made for them. */
async function liveKeys({ ports }: Desk): Promise<Set<string>> {
  const ids = await ports.engine.queues.deployments.liveIds()
  return new Set([...ids].map((id) => id.slice('r-'.length, id.lastIndexOf('-'))))
}

async function sweepDeployment(desk: Sweep, live: Set<string>, key: string, since: number): Promise<void> {
  const { ports } = desk
  const stored = await ports.records.deployments.get(key)
  if (!stored) {
    if (ports.now() - since > strayMs) await ports.engine.store.sorted.remove(sets.active, key)
    return
  }
  const record = stored.value
  if (isFinal(record.state)) return finish(desk, record)
  await enterLane(ports.engine, record)
  if (record.state === 'reserved') return lookAfterReserved(desk, record, since)
  const held = await ports.engine.store.get(leaseKey(record.target))
  if (record.state === 'in_progress' && !held) return desk.runner.takeOver(key)
  const isNotInLine = record.state === 'queued' && (!held || record.steps.length === 0)
  if (isNotInLine && !live.has(key)) return lineUp(ports, desk.reporter, record)
  void desk.reporter.report(key)
}

async function lookAfterReserved(desk: Sweep, { key }: DeploymentRecord, since: number): Promise<void> {
  if (desk.ports.now() - since > eventMs) await answered({ key }, desk)
}

/** It has ended: what was not told is told, and then nobody needs to look at it again. */
async function finish({ ports, reporter }: Desk, record: DeploymentRecord): Promise<void> {
  const { sorted } = ports.engine.store
  await sorted.remove(sets.lane(record.target), record.key)
  if (isTold(record)) await sorted.remove(sets.active, record.key)
  else void reporter.report(record.key)
}

/** A request whose sender died between the POST and its answer, or whose answer was lost. */
async function sweepRequest({ ports, reporter }: Desk, id: string, since: number): Promise<void> {
  const stored = await ports.records.requests.get(id)
  const request = stored?.value
  if (!request || request.state === 'ended' || request.state === 'waiting') {
    if (ports.now() - since > strayMs) await ports.engine.store.sorted.remove(sets.open, id)
    return
  }
  if (ports.now() - request.sentAt < senderMs) return
  // Whoever began its wait died before the request said so: the wait asks from now on, and nobody else.
  if (await ports.records.waits.get(id)) return endRequest(ports, id, 'checks-pending', 'waiting')
  const target = ports.apps().find(request.app)?.target(request.environment)
  if (!target) return endRequest(ports, id, 'unknown-app')
  const github = ports.github(target)
  const made = request.state === 'bound' ? undefined : await lookFor(github, request)
  if (made) {
    const record = await bind(ports, github.host, request, made)
    return file(ports, reporter, record.key)
  }
  if (request.state === 'bound') return void (await ports.engine.store.sorted.remove(sets.open, id))
  await askAgain(ports, request)
}

/** GitHub is certain that nothing was made. A start of a waiting command is looked after by its wait. */
async function askAgain(ports: Desk['ports'], request: Request): Promise<void> {
  const target = ports.apps().find(request.app)?.target(request.environment)
  if (!target || request.wait !== undefined) return endRequest(ports, request.id, 'unclear')
  if (ports.now() - request.createdAt > ports.settings.maxEventAgeMs) {
    const ageMs = ports.now() - request.createdAt
    const stop = { kind: 'refuse', code: 'too-old', data: { ageMs, maxAgeMs: ports.settings.maxEventAgeMs } } as const
    await announce(
      ports,
      `q-${request.id}`,
      request,
      refusal(`${request.app}/${request.ref} to ${request.environment}`, [stop]),
    )
    return endRequest(ports, request.id, 'too-old')
  }
  const claimed = await ports.records.requests.update(request.id, (fresh) =>
    fresh.sentAt === request.sentAt && fresh.state === request.state
      ? { ...fresh, state: 'asked', sentAt: ports.now(), attempts: fresh.attempts + 1 }
      : undefined,
  )
  if (!claimed?.changed) return
  const answer = await ask(ports, claimed.value, target)
  await announce(ports, `q-${request.id}-${claimed.value.attempts}`, request, answer.message)
}
