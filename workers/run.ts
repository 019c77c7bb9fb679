import type { Ports } from '../core/actions/ports.ts'
import type { Target } from '../core/apps/app.ts'
import { judge, type Stop } from '../core/gates/index.ts'
import { explain } from '../core/gates/explain.ts'
import type { DeploymentRecord } from '../core/records/deployment.ts'
import type { Stored } from '../core/records/collection.ts'
import { enqueueHead, isHead } from '../core/records/lanes.ts'
import { sets } from '../core/records/records.ts'
import { createContext, type RunContext, type Workshop } from './context.ts'
import { startFacts } from './facts.ts'
import { acquireLease, type Lease } from './lease.ts'
import { jobOf } from './job.ts'
import { watchForCancel } from './watch-for-cancel.ts'
import { whileHeld } from './while-held.ts'
import type { Provider, Result, StopReason } from './providers/provider.ts'
import type { Reporter } from './reporter.ts'
import { claimed, type Ending, endBeforeStart, endRun, withStep } from '../core/records/transition.ts'

export interface Runner {
  /** Takes the head of a lane and carries it out; does nothing when it is not the head, has ended, or somebody else has it. */
  run(key: string): Promise<void>
  /** Ends what a dead worker left running, once its lease is over. */
  takeOver(key: string): Promise<void>
  /** Tells every run under way to stop waiting. */
  shutdown(): void
}

export interface Trade {
  readonly ports: Ports
  readonly providers: ReadonlyMap<string, Provider>
  readonly workshop: Workshop
  readonly reporter: Reporter
}

export function createRunner({ ports, providers, workshop, reporter }: Trade): Runner {
  const { engine, records } = ports
  const underWay = new Set<AbortController>()

  async function run(key: string): Promise<void> {
    const stored = await records.deployments.get(key)
    if (stored?.value.state !== 'queued') return
    const lease = await acquireLease(engine.store, stored.value.target, ports.log)
    if (!lease) return
    try {
      await runUnder(lease, stored)
    } finally {
      await leave(lease, stored.value.target)
    }
  }

  /** Only the holder of the lease decides; what was read before it is checked again by the write that starts the run. */
  async function runUnder(lease: Lease, stored: Stored<DeploymentRecord>): Promise<void> {
    const { value: record } = stored
    if (!(await isHead(ports, record))) return
    const target = ports.apps().find(record.app)?.target(record.environment)
    const provider = target?.provider === undefined ? undefined : providers.get(target.provider)
    const standing = (await records.targets.get(record.target))?.value
    const stops = target ? judge(startFacts(ports, record, target, standing)) : []
    if (!target || !provider || stops.length > 0) return refuse(record, stops)

    // A process that stood still since it took the lease starts nothing.
    if (!lease.holds()) return
    // Before the start and under the lease: nothing older starts on this target any more.
    await records.targets.save(record.target, { ...standing, newestStarted: record.id })
    const now = ports.now()
    const started = await records.deployments.update(
      record.key,
      (fresh) => (fresh.state === 'queued' ? begin(fresh, target, standing?.live?.sha, lease, now) : undefined),
      { known: stored },
    )
    if (!started?.changed) return
    const log = ports.log.child({ deployment: record.id, target: record.target, run: lease.token })
    log.info({ sha: record.sha, ref: record.ref, actor: record.who.id }, 'took the head of the lane')
    void reporter.reportClaimed(started.value)
    await carryOut(lease, started.value, target, provider)
  }

  function begin(
    record: DeploymentRecord,
    target: Target,
    previousSha: string | undefined,
    { token }: Lease,
    now: number,
  ): DeploymentRecord {
    const description = `${target.provider} runs ${record.task} of ${record.ref}`
    return {
      ...claimed(withStep(record, 'in_progress', description, now), now),
      startedAt: now,
      run: token,
      ...(previousSha !== undefined && { previousSha }),
    }
  }

  async function refuse(record: DeploymentRecord, stops: readonly Stop[]): Promise<void> {
    const why = stops.map(explain).join('; ')
    const summary = why || `${record.app} to ${record.environment} is not in apps.json of the worker`
    ports.log.warn({ deployment: record.id, target: record.target, why: summary }, 'refused a deployment at its start')
    await endBeforeStart(ports, record.key, { state: 'error', summary })
    void reporter.report(record.key)
  }

  async function carryOut(lease: Lease, record: DeploymentRecord, target: Target, provider: Provider): Promise<void> {
    const control = new AbortController()
    const stop = (reason: StopReason) => control.abort(reason)
    underWay.add(control)
    const context = createContext({ ports, workshop, record, target, lease, signal: control.signal })
    const lose = () => stop({ kind: 'lease' })
    lease.lost.addEventListener('abort', lose)
    if (lease.lost.aborted) lose()
    const watch = watchForCancel(ports, record.key, (by) => stop({ kind: 'cancel', by }))
    try {
      const result = await outcomeOf(lease, provider, record, target, context)
      await close(context, record)
      if (await whileHeld(lease, lease.isMine)) await settle(lease, record, result, control.signal)
    } finally {
      watch.close()
      underWay.delete(control)
      await close(context, record)
    }
  }

  /** How a deployment ended is told even when the end of its log could not be kept. */
  async function close(context: RunContext, record: DeploymentRecord): Promise<void> {
    try {
      await context.close()
    } catch (error) {
      ports.log.error({ deployment: record.id, err: error }, 'could not store the end of a log or remove a work tree')
    }
  }

  /** A provider that throws has failed in a way it did not foresee: that is told, not swallowed. */
  async function outcomeOf(
    lease: Lease,
    provider: Provider,
    record: DeploymentRecord,
    target: Target,
    context: RunContext,
  ): Promise<Result> {
    try {
      const settings = provider.settings.parse(target.settings ?? {})
      const job = await whileHeld(lease, () => jobOf(ports, record))
      return await provider.deploy(job, settings, context)
    } catch (error) {
      const cause = workshop.redactor.text(error instanceof Error ? error.message : String(error))
      ports.log.error({ deployment: record.id, err: error }, 'the provider threw')
      await context.log(cause).catch(() => undefined)
      return { outcome: 'failed', summary: cause.split('\n', 1)[0] ?? cause }
    }
  }

  async function settle(lease: Lease, record: DeploymentRecord, result: Result, signal: AbortSignal): Promise<void> {
    const ending = endingOf(result, signal)
    const live = { sha: record.sha, deployment: record.id }
    if (ending.state === 'success' && lease.holds())
      await whileHeld(lease, () => records.targets.save(record.target, { newestStarted: record.id, live }))
    const summary = workshop.redactor.text(ending.summary)
    const ended = await whileHeld(lease, () => endRun(ports, record.key, lease.token, { ...ending, summary }))
    if (!ended) return
    ports.log.info({ deployment: record.id, target: record.target, state: ending.state }, 'the run is over')
    void reporter.reportClaimed(ended)
    await engine.store.sorted.remove(sets.lane(record.target), record.key)
  }

  async function leave(lease: Lease, target: string): Promise<void> {
    await lease.release()
    await enqueueHead(ports, target)
  }

  async function takeOver(key: string): Promise<void> {
    const stored = await records.deployments.get(key)
    if (stored?.value.state !== 'in_progress') return
    const lease = await acquireLease(engine.store, stored.value.target, ports.log)
    if (!lease) return
    try {
      const fresh = await records.deployments.get(key)
      if (fresh?.value.state !== 'in_progress' || fresh.value.run === undefined) return
      const ended = await endRun(ports, key, fresh.value.run, {
        state: 'error',
        summary: 'interrupted: its worker died or lost the engine; nothing was repeated, `retry` runs it again',
      })
      ports.log.warn({ deployment: fresh.value.id, target: fresh.value.target }, 'ended a deployment whose worker died')
      if (ended) void reporter.reportClaimed(ended)
    } finally {
      await leave(lease, stored.value.target)
    }
  }

  return {
    run,
    takeOver,
    shutdown() {
      for (const control of underWay) control.abort({ kind: 'shutdown' } satisfies StopReason)
    },
  }
}

/** DESIGN §4 GitHub, outcome → state. */
function endingOf({ outcome, summary }: Result, signal: AbortSignal): Ending {
  const states = {
    succeeded: 'success',
    failed: 'failure',
    cancelled: 'error',
    unknown: 'error',
    superseded: 'inactive',
  } as const satisfies Record<Result['outcome'], Ending['state']>
  const interrupted = outcome === 'unknown' && (signal.reason as StopReason | undefined)?.kind === 'shutdown'
  return {
    state: states[outcome],
    summary: interrupted ? 'interrupted: the worker was shut down; `retry` runs it again' : summary,
  }
}
