import { z } from 'zod'
import type { Store } from '../engine/engine.ts'

const prefix = 'pings/'
const rememberMs = 24 * 3_600_000
const stored = z.object({ at: z.number() })

/** That GitHub reached us from this hook, `at` ms. What is no id of a hook is kept under none. */
export async function notePing(store: Store, hook: string, at: number): Promise<void> {
  const id = /^\d{1,20}$/.test(hook) ? hook : 'unknown'
  await store.put(prefix + id, { at }, { expiresInMs: rememberMs })
}

/** The last ping of each hook, of the last day. */
export async function pings(store: Store): Promise<{ readonly hook: string; readonly at: number }[]> {
  const entries = await store.list(prefix)
  return entries.map(({ key, value }) => ({ hook: key.slice(prefix.length), at: stored.parse(value).at }))
}
