import { z } from 'zod'
import type { Store } from '../engine/engine.ts'

const key = 'server/address'
const stored = z.object({ url: z.string() })

/** Drops what would make `${url}/deployments/1` have two slashes. */
const withoutTrailingSlash = (url: string) => url.replace(/\/+$/, '')

/** Tells the other roles where the server role is to be found. The last server to start wins. */
export async function putAddress(store: Store, url: string): Promise<void> {
  await store.put(key, { url: withoutTrailingSlash(url) })
}

/** Address people reach the pages at, without a trailing slash; undefined while no server role has said one. */
export async function publicUrlOf(store: Store, configured?: string): Promise<string | undefined> {
  if (configured !== undefined) return withoutTrailingSlash(configured)
  const entry = await store.get(key)
  return entry && stored.parse(entry.value).url
}
