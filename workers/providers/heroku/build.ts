import type { Context, Job, Result } from '../provider.ts'
import type { Connection, Site } from './api/connect.ts'
import { HerokuError } from './api/error.ts'
import { once } from './api/once.ts'
import { type Build, buildShape } from './api/shapes.ts'
import { buildsOf } from './builds.ts'
import { type At, save } from './checkpoint.ts'
import { orUnknown } from './or-unknown.ts'
import { follow } from './output/follow.ts'
import { activityOf, awaitRelease } from './release.ts'
import { snapshotOf, standing } from './releases.ts'
import { sourceUrl } from './source/source-url.ts'

const releasePollMs = 1_000
const mostReleasePolls = 60

/** Has Heroku build the deployment's commit, and waits until it is live. */
export async function build(job: Job, site: Site, context: Context): Promise<Result> {
  const { client, path, app } = site
  const { live } = await standing(client, path)
  const state: At<'build'> = {
    step: 'build',
    read: 0,
    ...(await newest(site)),
    ...(live && { before: { id: live.id, version: live.version } }),
  }
  const url = await sourceUrl(job, site, context)
  await save(context, state)
  return orUnknown(app, context, async () => {
    const made = await once(
      {
        ask: () => client.post(`${path}/builds`, { source_blob: { url, version: job.sha } }, buildShape),
        lookFor: () => findBuild(job, state, site),
        notFound: 'ask again',
      },
      context,
    )
    return watch(job, { ...state, build: made.id }, made, site, context)
  })
}

/** Goes on with a build that another worker asked for, or asks for it when it had not come to that. */
export async function resumeBuild(job: Job, state: At<'build'>, site: Site, context: Context): Promise<Result> {
  const made = await findBuild(job, state, site)
  return made ? watch(job, { ...state, build: made.id }, made, site, context) : build(job, site, context)
}

async function newest({ client, path }: Connection): Promise<{ readonly after?: string }> {
  for await (const { id } of buildsOf(client, path)) return { after: id }
  return {}
}

/** Ours, by its id or, where no answer told us that, by its commit: newer than all that were there before. */
export async function findBuild(
  { sha }: Pick<Job, 'sha'>,
  { build: id, after }: At<'build'>,
  { client, path }: Connection,
): Promise<Build | undefined> {
  if (id !== undefined) return client.get(`${path}/builds/${id}`, buildShape)
  for await (const found of buildsOf(client, path)) {
    if (found.id === after) return undefined
    if (found.source_blob?.version === sha) return found
  }
  return undefined
}

async function watch(job: Job, state: At<'build'>, made: Build, site: Site, context: Context): Promise<Result> {
  const { client, path, app } = site
  const short = job.sha.slice(0, 7)
  await save(context, state)
  context.progress({
    phase: `${app} builds ${short}`,
    url: `${activityOf(app)}/builds/${made.id}`,
  })
  const look = () => client.get(`${path}/builds/${made.id}`, buildShape)
  const keep = (read: number) => save(context, { ...state, read })
  const { state: ended, said } = await follow({ first: made, look, read: state.read, keep }, context)
  const { before } = state
  if (ended.status !== 'succeeded')
    return {
      outcome: 'failed',
      summary: `the build of ${short} on ${app} ${ended.status}${said}`,
      ...(before && { before: snapshotOf(app, before) }),
    }
  const release = await releaseOf(ended, look, site, context)
  return awaitRelease(job, { release, read: 0, ...(before && { before }) }, site, context)
}

/** Heroku makes the release a moment after it calls the build succeeded. */
async function releaseOf(built: Build, look: () => Promise<Build>, { app }: Site, context: Context): Promise<string> {
  let state = built
  for (let polls = 0; polls < mostReleasePolls; polls++) {
    if (state.release) return state.release.id
    await context.sleep(releasePollMs)
    state = await look()
  }
  throw new HerokuError('unclear', `Heroku has built it for ${app} and made no release of it`)
}
