import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Store } from '../../../core/engine/engine.ts'

export interface RoomsOptions {
  readonly web: WebClient
  readonly store: Store
  readonly log: { warn(fields: object, text: string): void }
}

/** Slack's channels by id and by name, also by the names they had: apps.json is not edited for a rename. */
export interface Rooms {
  /** What `allowed_rooms` may call the channel: its id, its name, names it had. */
  namesOf(id: string): Promise<readonly string[]>
  /** What messages are sent to: an id where we know it, else the name as Slack takes it. */
  idOf(room: string): Promise<string>
  /** Slack put a message for `room` into the channel `id`. */
  learn(room: string, id: string): Promise<void>
  /** Slack tells of a new name. */
  renamed(id: string, name: string): Promise<void>
}

const freshMs = 10 * 60_000
const againMs = 30_000 // after a look that failed
// Names of channels are in lower case.
const idPattern = /^[CDGUW][A-Z0-9]+$/

const known = z.object({ names: z.array(z.string()) })
const info = z.object({
  channel: z.object({
    name: z.string().optional(),
    name_normalized: z.string().optional(),
    previous_names: z.array(z.string()).optional(),
  }),
})

const bare = (name: string) => name.replace(/^#/, '').toLowerCase()
// Keys of the store are printable ASCII, names of channels are not.
const nameKey = (name: string) => `slack/names/${encodeURIComponent(bare(name))}`
const roomKey = (id: string) => `slack/rooms/${encodeURIComponent(id)}`

export function openRooms({ web, store, log }: RoomsOptions): Rooms {
  const seen = new Map<string, { readonly names: readonly string[]; readonly until: number }>()

  async function look(id: string): Promise<readonly string[]> {
    const kept = await stored(id)
    try {
      const { channel } = info.parse(await web.conversations.info({ channel: id }))
      const now = [channel.name, channel.name_normalized].filter((name) => name !== undefined)
      return await keep(id, kept, [...now, ...(channel.previous_names ?? [])], freshMs)
    } catch (err) {
      log.warn({ channel: id, err }, 'could not ask Slack for the name of a channel; its id and known names count')
      return await keep(id, kept, [], againMs)
    }
  }

  async function keep(id: string, kept: readonly string[], found: readonly string[], forMs: number) {
    const [name] = found
    const names = [...new Set([...found, ...kept].filter((one) => one !== ''))]
    seen.set(id, { names, until: Date.now() + forMs })
    if (names.join('\n') !== kept.join('\n')) await store.put(roomKey(id), { names })
    if (name !== undefined && name !== kept[0]) await store.put(nameKey(name), id)
    return names
  }

  const stored = async (id: string) => known.safeParse((await store.get(roomKey(id)))?.value).data?.names ?? []

  /** A name that went on to another channel is that channel's. */
  async function own(id: string, names: readonly string[]): Promise<string[]> {
    const [current, ...former] = names
    const owners = await Promise.all(former.map(async (name) => (await store.get(nameKey(name)))?.value))
    return [...(current === undefined ? [] : [current]), ...former.filter((_, i) => (owners[i] ?? id) === id)]
  }

  return {
    async namesOf(id) {
      // A direct message has no name.
      if (id.startsWith('D')) return [id]
      const here = seen.get(id)
      const names = here && here.until > Date.now() ? here.names : await look(id)
      return [id, ...(await own(id, names))]
    },
    async idOf(room) {
      if (idPattern.test(room) || seen.has(room)) return room
      const entry = await store.get(nameKey(room))
      return typeof entry?.value === 'string' ? entry.value : `#${bare(room)}`
    },
    async learn(room, id) {
      if (room === id) return
      if ((await store.get(nameKey(room)))?.value !== id) await store.put(nameKey(room), id)
    },
    async renamed(id, name) {
      await keep(id, await stored(id), [name], freshMs)
    },
  }
}
