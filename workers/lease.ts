import { randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Store } from '../core/engine/engine.ts'

export const leaseMs = 15_000 // a dead worker's target is free after this
export const renewMs = 5_000
/** Not renewed for two thirds of the lease: stop, while it is still certain that nobody else has it. */
export const giveUpMs = 10_000
const againMs = 500 // after a renewal that failed

/** The right to run on a target. Its token is the run's name; whoever holds it, and nobody else, acts on the target. */
export interface Lease {
  readonly token: string
  /** Aborts when somebody else may have it: it is gone, or could not be renewed in time. */
  readonly lost: AbortSignal
  /** Calls `beat` after each renewal; returns how to stop that. */
  readonly renewals: (beat: () => void) => () => void
  /** By our own clock, without asking: renewed so lately that nobody else can have it. False in a process that stood still. */
  holds(): boolean
  /** Asks the store: is it still mine? */
  readonly isMine: () => Promise<boolean>
  release(): Promise<void>
}

const held = z.object({ token: z.string() })

export const leaseKey = (name: string) => `leases/${name}`

/** Takes the lease and keeps it alive until it is released or lost. Undefined when somebody has it. */
export async function acquireLease(store: Store, name: string, log: Logger): Promise<Lease | undefined> {
  const token = randomBytes(8).toString('hex')
  const key = leaseKey(name)
  const value = { token, pid: process.pid }
  const lost = new AbortController()
  const beats = new Set<() => void>()
  let askedAt = performance.now()
  let version = await store.put(key, value, { if: 'absent', expiresInMs: leaseMs })
  if (version === undefined) return undefined

  let over = false
  let turning: Promise<void> = Promise.resolve()
  let timer = setTimeout(next, renewMs)
  // Its own clock: a renewal that hangs must not keep us from giving up in time.
  const watch = setInterval(() => {
    if (performance.now() - askedAt > giveUpMs) giveUp('the engine did not answer in time')
  }, 250)

  function next(): void {
    turning = turn()
  }

  async function turn(): Promise<void> {
    let pauseMs = renewMs
    const asked = performance.now()
    try {
      const renewed = (await renew()) ?? ((await isOurs()) ? await renew() : undefined)
      if (renewed === undefined) return giveUp('somebody else has it, or it expired')
      version = renewed
      askedAt = asked
      for (const beat of over ? [] : beats) beat()
    } catch (error) {
      log.warn({ lease: name, err: error }, 'could not renew the lease; trying again')
      pauseMs = againMs
    }
    if (!over) timer = setTimeout(next, pauseMs)
  }

  const renew = () => store.put(key, value, { if: version ?? 0, expiresInMs: leaseMs })

  /** By the token: a renewal whose answer was lost has a version that we never learned. */
  async function isOurs(): Promise<boolean> {
    const entry = await store.get(key)
    if (held.safeParse(entry?.value).data?.token !== token) return false
    version = entry?.version
    return true
  }

  function stop(): void {
    over = true
    clearTimeout(timer)
    clearInterval(watch)
  }

  function giveUp(why: string): void {
    if (over) return
    stop()
    log.warn({ lease: name, why }, 'lost the lease of the target; its run is stopped and posts nothing more')
    lost.abort()
  }

  return {
    token,
    lost: lost.signal,
    renewals(beat) {
      beats.add(beat)
      return () => void beats.delete(beat)
    },
    holds: () => !lost.signal.aborted && performance.now() - askedAt < giveUpMs,
    async isMine() {
      if (lost.signal.aborted) return false
      await turning
      return isOurs()
    },
    async release() {
      stop()
      await turning
      if (!lost.signal.aborted && version !== undefined) await store.delete(key, { if: version })
    },
  }
}
