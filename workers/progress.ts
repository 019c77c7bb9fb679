import type { Ports } from '../core/actions/ports.ts'
import type { DeploymentRecord } from '../core/records/deployment.ts'
import type { Lease } from './lease.ts'
import type { Context } from './providers/provider.ts'

type Step = Parameters<Context['progress']>[0]

/** Platforms that are asked every second have news every second; people read one line of it. */
const everyMs = 1_000

/** Keeps the latest progress of a run with its record, at most one write a second. Nobody waits for it. */
export function createProgress(ports: Ports, { key, id }: DeploymentRecord, { token }: Pick<Lease, 'token'>) {
  let latest: Step | undefined
  let timer: NodeJS.Timeout | undefined
  let storing: Promise<void> = Promise.resolve()

  async function store(): Promise<void> {
    timer = undefined
    const step = latest
    latest = undefined
    if (step === undefined) return
    try {
      await ports.records.deployments.update(key, (fresh) =>
        fresh.run === token && fresh.state === 'in_progress'
          ? { ...fresh, progress: { ...fresh.progress, ...step, at: ports.now() } }
          : undefined,
      )
    } catch (error) {
      ports.log.warn(
        { deployment: id, err: error },
        'could not keep the progress of a run; the next one is tried again',
      )
    }
  }

  function flush(): void {
    storing = storing.then(store)
  }

  return {
    tell(step: Step): void {
      latest = step
      timer ??= setTimeout(flush, everyMs)
    },
    async close(): Promise<void> {
      clearTimeout(timer)
      flush()
      await storing
    },
  }
}
