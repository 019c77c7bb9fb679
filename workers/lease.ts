import { randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import type { Logger } from 'pino'
import type { Store } from '../core/engine/engine.ts'

export const leaseMs = 15_000 // a dead worker's target is free after this
export const renewMs = 5_000
/** Not renewed for two thirds of the lease: stop, while it is still certain that nobody else has it. */
export const giveUpMs = 10_000

/** The right to run on a target. Its token is the run's name; whoever holds it, and nobody else, acts on the target. */
export interface Lease {
  readonly token: string
  /** Asks the store: is it still mine? */
  isMine(): Promise<boolean>
  /** Keeps it alive until it is released. `renewed` after each renewal; `lost` once, when it is gone or cannot be renewed in time. */
  keep(events: { readonly renewed?: () => void; readonly lost: () => void }): void
  release(): Promise<void>
}

export const leaseKey = (name: string) => `leases/${name}`

export async function acquireLease(store: Store, name: string, log: Logger): Promise<Lease | undefined> {
  const token = randomBytes(8).toString('hex')
  const key = leaseKey(name)
  let askedAt = performance.now()
  let version = await store.put(key, { token, pid: process.pid }, { if: 'absent', expiresInMs: leaseMs })
  if (version === undefined) return undefined

  let timer: NodeJS.Timeout | undefined
  let over = false
  let renewing: Promise<void> = Promise.resolve()

  /** Resolves to false when somebody else may have it now. */
  async function renew(): Promise<boolean> {
    const asked = performance.now()
    const renewed = await store.put(key, { token, pid: process.pid }, { if: version ?? 0, expiresInMs: leaseMs })
    if (renewed === undefined) return false
    version = renewed
    askedAt = asked
    return true
  }

  function keep({ renewed, lost }: Parameters<Lease['keep']>[0]): void {
    function giveUp(why: string): void {
      if (over) return
      over = true
      clearTimeout(timer)
      clearInterval(watch)
      log.warn({ lease: name, why }, 'lost the lease of the target; its run is stopped and posts nothing more')
      lost()
    }
    async function turn(): Promise<void> {
      try {
        if (!(await renew())) return giveUp('somebody else has it, or it expired')
        if (!over) renewed?.()
      } catch (error) {
        log.warn({ lease: name, err: error }, 'could not renew the lease; trying again')
      }
      if (!over) timer = setTimeout(run, renewMs)
    }
    const run = () => {
      renewing = turn()
    }
    // Its own clock: a renewal that hangs must not keep us from giving up in time.
    const watch = setInterval(() => {
      if (over) clearInterval(watch)
      else if (performance.now() - askedAt > giveUpMs) giveUp('the engine did not answer')
    }, 500)
    timer = setTimeout(run, renewMs)
  }

  return {
    token,
    keep,
    async isMine() {
      if (over) return false
      const held = await store.get(key)
      return held?.version === version
    },
    async release() {
      const wasOver = over
      over = true
      clearTimeout(timer)
      if (wasOver) return
      await renewing
      if (version !== undefined) await store.delete(key, { if: version })
    },
  }
}
