import { z } from 'zod'
import type { Store } from '../../core/engine/engine.ts'
import type { Person } from '../../core/records/people.ts'
import type { Pressed } from '../surface.ts'

export interface PressClaim {
  /** Who pressed it before; undefined when it is ours to carry out. */
  readonly before: string | undefined
  /** It came to something: nobody else's press does. */
  keep(): Promise<void>
  /** It came to nothing: the next press may. */
  release(): Promise<void>
}

const actingMs = 60_000 // the claim of a process that died is over after this
const keepMs = 30 * 24 * 3_600_000

/** A button works once: two presses of one message come to one command. */
export async function claimPress(
  store: Store,
  { room, message, button }: Pressed,
  { name }: Person,
): Promise<PressClaim> {
  const key = `pressed/${[room, message, button].map(encodeURIComponent).join('/')}`
  const version = await store.put(key, { by: name }, { if: 'absent', expiresInMs: actingMs })
  const before = version === undefined ? by.parse((await store.get(key))?.value).by : undefined
  return {
    before,
    async keep() {
      await store.put(key, { by: name }, { expiresInMs: keepMs })
    },
    async release() {
      if (version !== undefined) await store.delete(key, { if: version })
    },
  }
}

const by = z.object({ by: z.string() }).catch({ by: 'somebody' })
