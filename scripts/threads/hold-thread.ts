import type { Store } from '../../core/engine/engine.ts'

const leaseMs = 15_000 // a dead process's threads are taken over after this
const renewMs = 5_000

/** The right to show a thread: one process at a time has it. */
export interface Hold {
  isMine(): boolean
  release(): Promise<void>
}

/** Undefined when another process shows the thread. */
export async function holdThread(store: Store, id: string): Promise<Hold | undefined> {
  const key = `leases/thread/${id}`
  const first = await store.put(key, process.pid, { if: 'absent', expiresInMs: leaseMs })
  if (first === undefined) return undefined
  let version: number | undefined = first
  let renewedAt = performance.now()

  async function renew(): Promise<void> {
    const askedAt = performance.now()
    try {
      if (version !== undefined) version = await store.put(key, process.pid, { if: version, expiresInMs: leaseMs })
      renewedAt = askedAt
    } catch {
      // An engine that is away: the next renewal comes soon, and `isMine` knows how old this one is.
    }
  }
  const renewing = setInterval(() => void renew(), renewMs)

  return {
    isMine: () => version !== undefined && performance.now() - renewedAt < leaseMs - renewMs,
    async release() {
      clearInterval(renewing)
      if (version !== undefined) await store.delete(key, { if: version })
    },
  }
}
