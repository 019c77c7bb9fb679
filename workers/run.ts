import type { Ports } from '../core/actions/ports.ts'
import type { Target } from '../core/apps/app.ts'
import { judge, type Stop } from '../core/gates/index.ts'
import { explain } from '../core/gates/explain.ts'
import type { DeploymentRecord } from '../core/records/deployment.ts'
import type { Stored } from '../core/records/collection.ts'
import { enqueueHead, isHead } from '../core/records/lanes.ts'
import { sets } from '../core/records/records.ts'
import type { TargetRecord } from '../core/records/places.ts'
import { carryOut } from './carry-out.ts'
import type { Workshop } from './context.ts'
import type { Controls } from './controls.ts'
import { startFacts } from './facts.ts'
import { acquireLease, type Lease } from './lease.ts'
import { endingOf } from './outcome.ts'
import { whileHeld } from './while-held.ts'
import type { Provider, Result, StopReason } from './providers/provider.ts'
import type { Reporter } from './reporter.ts'
import { claimed, endBeforeStart, endRun, withStep } from '../core/records/transition.ts'

export interface Runner {
  /**
   * Takes the head of a lane and carries it out, or goes on with what a dead worker began; does nothing when it is not
   * the head, has ended, or somebody else has it.
   */
  run(key: string): Promise<void>
  /** Sees to what a dead worker left running, once its lease is over: it is resumed, or ended. */
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

const takeOverMs = 30_000 // a resumed run whose new worker died too is offered again after so long

export function createRunner({ ports, providers, workshop, reporter }: Trade): Runner {
  const { engine, records } = ports
  const underWay = new Set<Controls>()

  async function run(key: string): Promise<void> {
    const found = await records.deployments.get(key)
    if (found?.value.state !== 'queued' && found?.value.state !== 'in_progress') return
    const lease = await acquireLease(engine.store, found.value.target, ports.log)
    if (!lease) return
    try {
      // In progress and nobody holds it: read again, for it may have ended before the lease was ours.
      const stored = found.value.state === 'queued' ? found : await records.deployments.get(key)
      if (stored?.value.state === 'queued') await runUnder(lease, stored)
      if (stored?.value.state === 'in_progress') await goOn(lease, stored)
    } finally {
      await leave(lease, found.value.target)
    }
  }

  /** Only the holder of the lease decides; what was read before it is checked again by the write that starts the run. */
  async function runUnder(lease: Lease, stored: Stored<DeploymentRecord>): Promise<void> {
    const { value: record } = stored
    if (!(await isHead(ports, record))) return
    const { target, provider } = parts(record)
    const standing = (await records.targets.get(record.target))?.value
    const stops = target ? judge(await startFacts(ports, record, target, standing)) : []
    if (!target || !provider || stops.length > 0) return refuse(record, stops)

    // A process that stood still since it took the lease starts nothing.
    if (!lease.holds()) return
    // Before the start and under the lease: nothing older starts on this target any more.
    await records.targets.save(record.target, { ...standing, newestStarted: record.id })
    const now = ports.now()
    const started = await records.deployments.update(
      record.key,
      (fresh) => (fresh.state === 'queued' ? begin(fresh, target, standing?.live, lease, now) : undefined),
      { known: stored },
    )
    if (!started?.changed) return
    const log = ports.log.child({ deployment: record.id, target: record.target, run: lease.token })
    log.info({ sha: record.sha, ref: record.ref, actor: record.who.id }, 'took the head of the lane')
    void reporter.reportClaimed(started.value)
    await conclude(lease, started.value, target, provider)
  }

  function begin(
    record: DeploymentRecord,
    target: Target,
    live: TargetRecord['live'],
    { token }: Lease,
    now: number,
  ): DeploymentRecord {
    const description = `${target.provider} runs ${record.task} of ${record.ref}`
    return {
      ...claimed(withStep(record, 'in_progress', description, now), now),
      startedAt: now,
      run: token,
      ...(live && { previousSha: live.sha }),
      ...(live?.snapshot && { before: live.snapshot }),
    }
  }

  async function refuse(record: DeploymentRecord, stops: readonly Stop[]): Promise<void> {
    const why = stops.map(explain).join('; ')
    const summary = why || `${record.app} to ${record.environment} is not in apps.json of the worker`
    ports.log.warn({ deployment: record.id, target: record.target, why: summary }, 'refused a deployment at its start')
    await endBeforeStart(ports, record.key, { state: 'error', summary })
    void reporter.report(record.key)
  }

  async function conclude(lease: Lease, record: DeploymentRecord, target: Target, provider: Provider): Promise<void> {
    const carried = await carryOut({ ports, workshop, lease, record, target, provider, underWay })
    if (carried.kind === 'left') {
      ports.log.info({ deployment: record.id, target: record.target }, 'left a run for another worker to go on with')
      return
    }
    if (await whileHeld(lease, lease.isMine)) await settle(lease, record, carried.result, carried.reason)
  }

  async function settle(
    lease: Lease,
    record: DeploymentRecord,
    result: Result,
    reason: StopReason | undefined,
  ): Promise<void> {
    const ending = endingOf(result, reason)
    const { before, url } = result
    const live = ending.state === 'success' ? liveAfter(record, result) : undefined
    if (live && lease.holds()) {
      const standing = { sha: record.sha, deployment: record.id, snapshot: live }
      await whileHeld(lease, () => records.targets.save(record.target, { newestStarted: record.id, live: standing }))
    }
    const summary = workshop.redactor.text(ending.summary)
    const ended = await whileHeld(lease, () =>
      endRun(
        ports,
        record.key,
        lease.token,
        { ...ending, summary },
        {
          ...(live && { live }),
          ...(before && { before }),
          ...(url !== undefined && { url }),
        },
      ),
    )
    if (!ended) return
    ports.log.info({ deployment: record.id, target: record.target, state: ending.state }, 'the run is over')
    void reporter.reportClaimed(ended)
    await engine.store.sorted.remove(sets.lane(record.target), record.key)
  }

  async function leave(lease: Lease, target: string): Promise<void> {
    await lease.release()
    await enqueueHead(ports, target)
  }

  /** A resumable run goes on in whichever worker is free; the queue ignores the same id while one is on its way. */
  async function takeOver(key: string): Promise<void> {
    const record = (await records.deployments.get(key))?.value
    if (record?.state !== 'in_progress') return
    if (!parts(record).provider?.resume) return run(key)
    const turn = Math.floor(ports.now() / takeOverMs).toString(36)
    await engine.queues.deployments.add(`r-${key}-${record.run ?? ''}${turn}`, { key })
  }

  /** Goes on with what a dead worker, or one that was shut down, left in progress; ends what nobody can go on with. */
  async function goOn(lease: Lease, stored: Stored<DeploymentRecord>): Promise<void> {
    const { value: record } = stored
    const { target, provider } = parts(record)
    if (!target || !provider?.resume) return endInterrupted(record)
    if (!lease.holds()) return
    const resumed = await records.deployments.update(record.key, (fresh) =>
      fresh.state === 'in_progress' && fresh.run === record.run
        ? { ...fresh, run: lease.token, attempt: (fresh.attempt ?? 1) + 1 }
        : undefined,
    )
    if (!resumed?.changed) return
    ports.log.warn({ deployment: record.id, target: record.target }, 'goes on with what another worker had begun')
    await conclude(lease, resumed.value, target, provider)
  }

  async function endInterrupted(record: DeploymentRecord): Promise<void> {
    const { key, run: token, id, target } = record
    if (token === undefined) return
    const name = parts(record).provider?.name
    const why = name === undefined ? '' : `, and ${name} cannot resume`
    const ended = await endRun(ports, key, token, {
      state: 'error',
      summary: `interrupted: its worker died or lost the engine${why}; nothing was repeated, \`retry\` runs it again`,
    })
    ports.log.warn({ deployment: id, target }, 'ended a deployment whose worker died')
    if (ended) void reporter.reportClaimed(ended)
  }

  function parts(record: DeploymentRecord): { readonly target?: Target; readonly provider?: Provider } {
    const target = ports.apps().find(record.app)?.target(record.environment)
    const provider = target?.provider === undefined ? undefined : providers.get(target.provider)
    return { ...(target && { target }), ...(provider && { provider }) }
  }

  return {
    run,
    takeOver,
    shutdown() {
      for (const controls of underWay) controls.stop({ kind: 'shutdown' })
    },
  }
}

/** A task of its own (a migration, a restart) has put its commit in place only where its provider says so. */
const liveAfter = ({ task, sha }: DeploymentRecord, { live }: Result): Result['live'] =>
  live ?? (task === 'deploy' || task === 'rollback' ? { sha } : undefined)
