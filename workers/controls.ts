import type { Ports } from '../core/actions/ports.ts'
import type { DeploymentRecord } from '../core/records/deployment.ts'
import type { Lease } from './lease.ts'
import type { StopReason } from './providers/provider.ts'
import { watchForCancel } from './watch-for-cancel.ts'

/** How a run is told to stop: the first reason counts. */
export interface Controls {
  readonly signal: AbortSignal
  stop(reason: StopReason): void
  close(): void
}

/** Longer than this setTimeout fires at once. */
const longestTimerMs = 2 ** 31 - 1

/** Stopped when the lease is lost, and by whoever calls `stop`. */
export function controlledBy(lease: Lease): Controls {
  const control = new AbortController()
  const stop = (reason: StopReason) => control.abort(reason)
  const lose = () => stop({ kind: 'lease' })
  lease.lost.addEventListener('abort', lose)
  if (lease.lost.aborted) lose()
  return { signal: control.signal, stop, close: () => lease.lost.removeEventListener('abort', lose) }
}

/** Also when somebody cancels, and when it takes longer than `limitMs` since its start, whoever ran it then. */
export function controlsOf(
  ports: Ports,
  lease: Lease,
  record: DeploymentRecord,
  limitMs: number | undefined,
): Controls {
  const controls = controlledBy(lease)
  const watch = watchForCancel(ports, record.key, (by) => controls.stop({ kind: 'cancel', by }))
  const leftMs = (record.startedAt ?? ports.now()) + (limitMs ?? 0) - ports.now()
  const timer =
    limitMs === undefined
      ? undefined
      : setTimeout(() => controls.stop({ kind: 'timeout' }), Math.min(Math.max(leftMs, 0), longestTimerMs))
  return {
    ...controls,
    close() {
      watch.close()
      clearTimeout(timer)
      controls.close()
    },
  }
}
