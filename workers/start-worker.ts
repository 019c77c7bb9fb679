import { z } from 'zod'
import type { Ports } from '../core/actions/ports.ts'
import { createAskPlatform } from './asking.ts'
import type { Workshop } from './context.ts'
import { handleEvent } from './events/index.ts'
import type { Provider } from './providers/provider.ts'
import { reconcile } from './reconcile.ts'
import { createReporter } from './reporter.ts'
import { createRunner } from './run.ts'
import { sweepCommands, sweepDeployments } from './sweep.ts'
import { type Keep, tidy } from './tidy.ts'
import { startTimer } from './timer.ts'

const sweepMs = 5_000
const reconcileMs = 5 * 60_000
const tidyMs = 3_600_000
const filersAtOnce = 8
const job = z.object({ key: z.string() })

export interface WorkerOptions {
  readonly ports: Ports
  readonly providers: ReadonlyMap<string, Provider>
  readonly workshop: Workshop
  /** Deployments carried out at the same time by this process. */
  readonly concurrency: number
  readonly keep: Keep
}

export interface RunningWorker {
  /** Takes nothing new, waits for the runs under way as long as `graceMs`, then tells them to stop. */
  close(graceMs: number): Promise<void>
}

/** The worker role: files events, carries out the heads of lanes, and redoes what a crash left undone. */
export async function startWorker({
  ports,
  providers,
  workshop,
  concurrency,
  keep,
}: WorkerOptions): Promise<RunningWorker> {
  const { events, deployments } = ports.engine.queues
  const reporter = createReporter(ports)
  const runner = createRunner({ ports, providers, workshop, reporter })
  const desk = { ports, reporter, runner, askPlatform: createAskPlatform({ ports, providers, workshop }) }

  const filing = await events.work(({ data }) => handleEvent(data, desk), { concurrency: filersAtOnce })
  const running = await deployments.work(({ data }) => runner.run(job.parse(data).key), { concurrency })
  const timers = [
    startTimer(ports, { name: 'deployments', everyMs: sweepMs, work: () => sweepDeployments(desk) }),
    startTimer(ports, { name: 'commands', everyMs: sweepMs, work: () => sweepCommands(desk) }),
    startTimer(ports, { name: 'tidy', everyMs: tidyMs, work: () => tidy(ports, keep) }),
    startTimer(ports, {
      name: 'reconcile',
      everyMs: reconcileMs,
      firstAfterMs: reconcileMs,
      work: () => reconcile(ports),
    }),
  ]

  return {
    async close(graceMs) {
      await Promise.all(timers.map((timer) => timer.close()))
      await filing.close()
      const stopping = setTimeout(() => runner.shutdown(), graceMs)
      await running.close()
      clearTimeout(stopping)
      await reporter.idle()
      await workshop.close()
    },
  }
}
