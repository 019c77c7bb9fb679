import { z } from 'zod'
import type { Client } from './api/client.ts'
import { type Build, buildShape, type Release, releaseShape } from './api/shapes.ts'

const newestFirst = 'created_at ..; order=desc,max=20'

/** All builds of an app, the newest first. `path`: `/apps/{app}`. */
export async function* buildsOf(client: Client, path: string): AsyncGenerator<Build> {
  for await (const page of client.pages(`${path}/builds`, newestFirst, z.array(buildShape)))
    yield* page.toSorted((a, b) => (b.created_at ?? '').localeCompare(a.created_at ?? ''))
}

/** The good release that a build of the commit has made. On Fir this is the only way to it: releases there have no slug. */
export async function releaseBuiltFrom(client: Client, path: string, sha: string): Promise<Release | undefined> {
  for await (const { status, source_blob: source, release } of buildsOf(client, path)) {
    if (status !== 'succeeded' || source?.version !== sha || !release) continue
    const made = await client.find(`${path}/releases/${release.id}`, releaseShape)
    if (made?.status === 'succeeded') return made
  }
  return undefined
}
