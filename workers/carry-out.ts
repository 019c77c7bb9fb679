import type { Ports } from '../core/actions/ports.ts'
import type { Target } from '../core/apps/app.ts'
import type { DeploymentRecord } from '../core/records/deployment.ts'
import { createContext, type RunContext, type Workshop } from './context.ts'
import { controlledBy, type Controls, controlsOf } from './controls.ts'
import { jobOf } from './job.ts'
import type { Lease } from './lease.ts'
import { isDecided, stoppedBy } from './outcome.ts'
import type { Job, Provider, Result, ResumedJob, StopReason } from './providers/provider.ts'
import { whileHeld } from './while-held.ts'

/** One run: a deployment, who holds it, and how it is done. */
export interface Run {
  readonly ports: Ports
  readonly workshop: Workshop
  readonly lease: Lease
  readonly record: DeploymentRecord
  readonly target: Target
  readonly provider: Provider
  /** What a shutdown of this process has to stop; kept by the run as long as it lasts. */
  readonly underWay: Set<Controls>
}

/** How it ended; `left` where another worker is to go on with it. `reason`: who told it to stop, if anybody. */
export type Carried =
  | { readonly kind: 'ended'; readonly result: Result; readonly reason: StopReason | undefined }
  | { readonly kind: 'left' }

const stoppingMs = 15 * 60_000 // a platform that has not stopped by then is told as not stopped

/** Has the provider carry a deployment out, or go on with what a dead worker began. */
export async function carryOut(run: Run): Promise<Carried> {
  const { ports, lease, record, target, provider, underWay } = run
  const settings = provider.settings.safeParse(target.settings ?? {})
  if (!settings.success) {
    const why = settings.error.issues.map(({ message }) => message).join(', ')
    return {
      kind: 'ended',
      result: { outcome: 'failed', summary: `its settings cannot be used: ${why}` },
      reason: undefined,
    }
  }
  const limitMs = provider.timeoutMs?.(settings.data)
  const job = await whileHeld(lease, () => jobOf(ports, record))
  const controls = controlsOf(ports, lease, record, limitMs)
  underWay.add(controls)
  try {
    const result = await inContext(run, controls, (context) => work(run, job, settings.data, context))
    const reason = controls.signal.reason as StopReason | undefined
    if (reason === undefined || (result !== undefined && isDecided(result))) return ended(result, reason, limitMs)
    if (reason.kind === 'shutdown' && provider.resume) return { kind: 'left' }
    if (reason.kind !== 'cancel' && reason.kind !== 'timeout') return ended(result, reason, limitMs)
    return await stopPlatform(run, job, settings.data, { reason, limitMs, result })
  } finally {
    controls.close()
    underWay.delete(controls)
  }
}

const ended = (result: Result | undefined, reason: StopReason | undefined, limitMs: number | undefined): Carried => ({
  kind: 'ended',
  result:
    result ?? (reason ? stoppedBy(reason, limitMs) : { outcome: 'unknown', summary: 'nobody knows how it ended' }),
  reason,
})

/** Begins, or goes on where the dead worker was; without a checkpoint it had done nothing outside yet. */
async function work({ record, provider }: Run, job: Job, settings: unknown, context: RunContext): Promise<Result> {
  const resumed = resumedJob(record, job)
  if (record.checkpoint !== undefined && provider.resume)
    return provider.resume(resumed, settings, record.checkpoint, context)
  const findings = (await provider.preflight?.(job, settings, context)) ?? []
  for (const { level, text } of findings) await context.log(`${level}: ${text}`)
  const against = findings.filter(({ level }) => level === 'error')
  if (against.length > 0) return { outcome: 'failed', summary: against.map(({ text }) => text).join('; ') }
  if (resumed.previous && provider.rollback)
    return provider.rollback({ ...job, previous: resumed.previous }, settings, context)
  return provider.deploy(record.rollback && !provider.rollback ? { ...job, task: 'deploy' } : job, settings, context)
}

const resumedJob = ({ rollback }: DeploymentRecord, job: Job): ResumedJob =>
  rollback ? { ...job, previous: rollback.previous } : job

/**
 * Undefined when it was told to stop and came back without a result. A provider that throws for another reason has
 * failed in a way it did not foresee: that is told, not swallowed.
 */
async function inContext<T extends Result>(
  { ports, workshop, lease, record, target }: Run,
  { signal }: Pick<Controls, 'signal'>,
  act: (context: RunContext) => Promise<T>,
): Promise<T | Result | undefined> {
  const context = createContext({ ports, workshop, record, target, lease, signal })
  try {
    return await act(context)
  } catch (error) {
    if (signal.aborted) return undefined
    const cause = workshop.redactor.text(error instanceof Error ? error.message : String(error))
    ports.log.error({ deployment: record.id, err: error }, 'the provider threw')
    await context.log(cause).catch(() => undefined)
    return { outcome: 'failed', summary: cause.split('\n', 1)[0] ?? cause }
  } finally {
    await close(ports, context, record)
  }
}

/** How a deployment ended is told even when the end of its log could not be kept. */
async function close(ports: Ports, context: RunContext, record: DeploymentRecord): Promise<void> {
  try {
    await context.close()
  } catch (error) {
    ports.log.error({ deployment: record.id, err: error }, 'could not store the end of a log or remove a work tree')
  }
}

interface Stopped {
  readonly reason: StopReason
  readonly limitMs: number | undefined
  /** What the provider came back with. */
  readonly result: Result | undefined
}

/** The wait is over; what it waited for goes on until the platform is told. */
async function stopPlatform(
  run: Run,
  job: Job,
  settings: unknown,
  { reason, limitMs, result }: Stopped,
): Promise<Carried> {
  const { ports, lease, record, provider, underWay } = run
  const checkpoint = (await ports.records.deployments.get(record.key))?.value.checkpoint
  // Nothing was done outside, or the provider stops everything by itself.
  if (checkpoint === undefined || !provider.cancel) return ended(result, reason, limitMs)
  const controls = controlledBy(lease)
  const timer = setTimeout(() => controls.stop({ kind: 'timeout' }), stoppingMs)
  underWay.add(controls)
  try {
    const outcome = await inContext(run, controls, async (context) => {
      const how = await provider.cancel?.(resumedJob(record, job), settings, checkpoint, context)
      if (how === 'too-late') return tooLate(run, job, settings, context)
      const { outcome: is, summary } = stoppedBy(reason, limitMs)
      return { outcome: is, summary: how === 'rolled-back' ? `${summary}; what was there before is back` : summary }
    })
    const stop = controls.signal.reason as StopReason | undefined
    if (stop?.kind === 'shutdown' && provider.resume) return { kind: 'left' }
    const { summary } = stoppedBy(reason, limitMs)
    return ended(
      outcome ?? { outcome: 'unknown', summary: `${summary}, but it is not certain that it has stopped` },
      stop,
      limitMs,
    )
  } finally {
    clearTimeout(timer)
    controls.close()
    underWay.delete(controls)
  }
}

/** It had ended before anybody could stop it: then how it ended counts. */
async function tooLate(
  { ports, record, provider }: Run,
  job: Job,
  settings: unknown,
  context: RunContext,
): Promise<Result> {
  await context.log('it was too late to stop it')
  const checkpoint = (await ports.records.deployments.get(record.key))?.value.checkpoint
  if (checkpoint === undefined || !provider.resume)
    return { outcome: 'unknown', summary: 'it was too late to stop it, and nobody saw how it ended' }
  return provider.resume(resumedJob(record, job), settings, checkpoint, context)
}
