import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Ports } from '../core/actions/ports.ts'
import type { Target } from '../core/apps/app.ts'
import { type DeploymentRecord, logOf } from '../core/records/deployment.ts'
import type { Redactor } from '../core/secrets/redactor.ts'
import { alone } from './alone.ts'
import { type Checkouts, createCheckouts } from './checkout/checkouts.ts'
import type { Lease } from './lease.ts'
import { createLogWriter } from './log/log-writer.ts'
import { patientLogs } from './log/patient-logs.ts'
import { createProgress } from './progress.ts'
import type { Context } from './providers/provider.ts'
import { createTools } from './tools.ts'
import { whileHeld } from './while-held.ts'

/** What the runs of this process share. */
export interface Workshop {
  readonly redactor: Redactor
  readonly checkouts: Checkouts
  readonly env: NodeJS.ProcessEnv
  close(): Promise<void>
}

export async function openWorkshop(options: {
  /** Mirrors and work trees are kept here. */
  readonly dir: string
  readonly redactor: Redactor
  readonly env: NodeJS.ProcessEnv
  readonly log: Logger
}): Promise<Workshop> {
  const checkouts = createCheckouts({ dir: options.dir, redactor: options.redactor })
  // Nobody waits for it: what a crash left behind is in nobody's way.
  const sweeping = checkouts
    .sweep()
    .catch((error: unknown) => options.log.warn({ err: error }, 'could not tidy the work trees'))
  return { redactor: options.redactor, checkouts, env: options.env, close: () => sweeping }
}

/** A checkpoint after the lease was lost: the run has to stop, somebody else may have the target. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

export interface RunContext extends Context {
  /** Stores the last lines and removes the work trees. Called twice, it does nothing the second time. */
  close(): Promise<void>
}

interface Run {
  readonly ports: Ports
  readonly workshop: Workshop
  readonly record: DeploymentRecord
  readonly target: Target
  readonly lease: Lease
  readonly signal: AbortSignal
}

export function createContext({ ports, workshop, record, target, lease, signal }: Run): RunContext {
  const writer = createLogWriter(patientLogs(ports.engine.store.logs, lease), logOf(record.key), workshop.redactor)
  const progress = createProgress(ports, record, lease)
  const { close: removeTrees, ...tools } = createTools({
    ports,
    workshop,
    target,
    run: lease.token,
    commit: record,
    signal,
    writer,
    heartbeats: lease.renewals,
  })
  const sleep = (ms: number) => pause(ms, undefined, { signal })
  let closing: Promise<void> | undefined

  async function close(): Promise<void> {
    try {
      await progress.close()
      await writer.close()
    } finally {
      await removeTrees()
    }
  }

  return {
    signal,
    ...tools,
    log: (line) => writer.line(line),
    output(onLine) {
      const output = writer.output(onLine)
      return { write: (chunk) => output.write(chunk, 'out'), end: output.end }
    },
    progress(step) {
      const { phase, percent } = step
      progress.tell(step)
      writer.line(percent === undefined ? phase : `${phase} (${percent} %)`).catch((error: unknown) => {
        ports.log.warn({ deployment: record.id, err: error }, 'could not write a progress line')
      })
    },
    async checkpoint(state) {
      if (!(await whileHeld(lease, lease.isMine))) throw new LeaseLost(`the lease of ${record.target} is lost`)
      const checkpoint = z.json().parse(state)
      const kept = await whileHeld(lease, () =>
        ports.records.deployments.update(record.key, (fresh) =>
          fresh.run === lease.token ? { ...fresh, checkpoint } : undefined,
        ),
      )
      if (!kept?.changed) throw new LeaseLost(`#${record.id} belongs to another run now`)
    },
    alone: (name, work) => alone(name, work, { store: ports.engine.store, log: ports.log, sleep }),
    now: ports.now,
    sleep,
    close: () => (closing ??= close()),
  }
}
