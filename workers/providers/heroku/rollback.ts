import type { Context, Job, ResumedJob, Result, Snapshot } from '../provider.ts'
import type { Connection, Site } from './api/connect.ts'
import { once } from './api/once.ts'
import { type Release, releaseShape } from './api/shapes.ts'
import { build } from './build.ts'
import { releaseBuiltFrom } from './builds.ts'
import { type At, save } from './checkpoint.ts'
import { orUnknown } from './or-unknown.ts'
import { awaitRelease } from './release.ts'
import { releasesOf, releasesRunning, standing } from './releases.ts'

/** Makes a new release of an old one's code: nothing is built. Where Heroku has it no more, the old commit is built again. */
export async function rollback(job: ResumedJob, site: Site, context: Context): Promise<Result> {
  const { client, path, app } = site
  const wanted =
    (await recorded(job.previous, site)) ??
    (await releasesRunning(client, path, job.sha)).at(-1) ??
    (await releaseBuiltFrom(client, path, job.sha))
  if (wanted === undefined) {
    await context.log(`${app} has no good release of ${job.sha.slice(0, 7)} any more; it is built again`)
    return build(job, site, context)
  }

  const { newest, live } = await standing(client, path)
  const state: At<'rollback'> = {
    step: 'rollback',
    ...(wanted.slug && { slug: wanted.slug.id }),
    after: newest?.version ?? 0,
    ...(live && { before: { id: live.id, version: live.version } }),
  }
  await context.log(`rolls ${app} back to v${wanted.version}`)
  await save(context, state)
  return orUnknown(app, context, async () => {
    const made = await once(
      {
        ask: () => client.post(`${path}/releases`, { release: wanted.id }, releaseShape),
        lookFor: () => findRelease(state, site),
        notFound: 'ask again',
      },
      context,
    )
    return follow(job, state, made, site, context)
  })
}

export async function resumeRollback(
  job: ResumedJob,
  state: At<'rollback'>,
  site: Site,
  context: Context,
): Promise<Result> {
  const made = await findRelease(state, site)
  return made ? follow(job, state, made, site, context) : rollback(job, site, context)
}

const follow = (job: Job, { before }: At<'rollback'>, made: Release, site: Site, context: Context) =>
  awaitRelease(job, { release: made.id, read: 0, ...(before && { before }) }, site, context)

/** The release that the good deployment put there, if it is one that can be brought back. */
async function recorded(previous: Snapshot | undefined, { client, path, app }: Site): Promise<Release | undefined> {
  const { handle } = previous ?? {}
  if (handle?.['release'] === undefined || handle['app'] !== app) return undefined
  const release = await client.find(`${path}/releases/${handle['release']}`, releaseShape)
  return release?.status === 'succeeded' ? release : undefined
}

/** What a rollback whose answer was lost has made: newer than all there was, with the code that was wanted. Fir has no slugs. */
export async function findRelease(
  { after, slug }: Pick<At<'rollback'>, 'after' | 'slug'>,
  { client, path }: Connection,
): Promise<Release | undefined> {
  for await (const release of releasesOf(client, path)) {
    if (release.version <= after) return undefined
    if (slug === undefined || release.slug?.id === slug) return release
  }
  return undefined
}
