import { z } from 'zod'
import type { Snapshot } from '../provider.ts'
import type { Client } from './api/client.ts'
import { type Release, releaseShape, slugShape } from './api/shapes.ts'

const newestFirst = 'version ..; order=desc,max=20'
/** Each costs a call; who goes back further than this many builds builds again. */
const mostSlugs = 25

/** All releases of an app, the newest first. `path`: `/apps/{app}`. */
export async function* releasesOf(client: Client, path: string): AsyncGenerator<Release> {
  for await (const page of client.pages(`${path}/releases`, newestFirst, z.array(releaseShape)))
    yield* page.toSorted((a, b) => b.version - a.version)
}

/** The newest one, whatever became of it, and the one that runs. */
export async function standing(
  client: Client,
  path: string,
): Promise<{ readonly newest: Release | undefined; readonly live: Release | undefined }> {
  let newest: Release | undefined
  for await (const release of releasesOf(client, path)) {
    newest ??= release
    if (release.current ?? release.status === 'succeeded') return { newest, live: release }
  }
  return { newest, live: undefined }
}

/** The full sha that a slug was built from; undefined when Heroku does not know it. */
export async function commitOf(client: Client, path: string, { slug }: Release): Promise<string | undefined> {
  if (!slug) return undefined
  return (await client.find(`${path}/slugs/${slug.id}`, slugShape))?.commit ?? undefined
}

/**
 * The good releases of the newest slug that was built from a commit, newest first: the last of them put the code there,
 * those above it changed config vars or add-ons only. Empty when there is none.
 */
export async function releasesRunning(client: Client, path: string, sha: string): Promise<readonly Release[]> {
  const found: Release[] = []
  const others = new Set<string>()
  for await (const release of releasesOf(client, path)) {
    const { slug, status } = release
    if (status !== 'succeeded' || !slug) continue
    if (found[0]?.slug?.id === slug.id) {
      found.push(release)
      continue
    }
    if (found.length > 0 || others.size === mostSlugs) break
    if (others.has(slug.id)) continue
    if ((await commitOf(client, path, release)) === sha) found.push(release)
    else others.add(slug.id)
  }
  return found
}

/** What a rollback is given back: the app's name guards against settings that name another one since. */
export const snapshotOf = (app: string, { id, version }: Pick<Release, 'id' | 'version'>, sha?: string): Snapshot => ({
  handle: { app, release: id, version: String(version) },
  ...(sha !== undefined && { sha }),
})
