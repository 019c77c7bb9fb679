import type { Ports } from '../core/actions/ports.ts'

const lookMs = 500 // how long a person waits at the most until a cancel reaches the worker

/** A cancel travels through the store: the worker that runs it may be another process than the one that was asked. */
export function watchForCancel(ports: Ports, key: string, cancelled: (by: string) => void): { close(): void } {
  let timer: NodeJS.Timeout | undefined
  let closed = false

  async function look(): Promise<void> {
    try {
      const stored = await ports.records.deployments.get(key)
      if (stored?.value.cancel && !closed) return cancelled(stored.value.cancel.by)
    } catch (error) {
      ports.log.warn({ key, err: error }, 'could not look for a cancel; looking again')
    }
    if (!closed) timer = setTimeout(() => void look(), lookMs)
  }

  timer = setTimeout(() => void look(), lookMs)
  return {
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}
