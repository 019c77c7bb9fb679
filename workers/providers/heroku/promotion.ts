import { z } from 'zod'
import type { Context, Job, Result } from '../provider.ts'
import { type At, save } from './checkpoint.ts'
import type { Connection, Site } from './api/connect.ts'
import { once } from './api/once.ts'
import { orUnknown } from './or-unknown.ts'
import { awaitRelease, stillLive } from './release.ts'
import { commitOf, releasesOf, releasesRunning, snapshotOf, standing } from './releases.ts'
import {
  appShape,
  couplingShape,
  pipelineShape,
  type PromotionTarget,
  promotionShape,
  promotionTargetShape,
  type Release,
} from './api/shapes.ts'

const pollMs = 1_500

/** A promotion, or the release of one whose answer was lost. */
type Made = { readonly promotion: string } | { readonly release: string }

/** Gives the app the very code that runs, or ran, on the app before it in the pipeline: the same slug, not built again. */
export async function promote(job: Job, source: string, site: Site, context: Context): Promise<Result> {
  const { client, path, app } = site
  const short = job.sha.slice(0, 7)
  const from = await client.get(`/apps/${source}`, appShape)
  const release = (await releasesRunning(client, `/apps/${source}`, job.sha))[0]
  if (release === undefined)
    return { outcome: 'failed', summary: `${source} has no good release of ${short} to promote; deploy it there first` }

  const pipeline = await pipelineOf(site)
  const { newest, live } = await standing(client, path)
  const state: At<'promotion'> = {
    step: 'promotion',
    after: newest?.version ?? 0,
    ...(live && { before: { id: live.id, version: live.version } }),
  }
  await context.log(`promotes v${release.version} of ${source} (${short}) to ${app}`)
  await save(context, state)
  const body = {
    pipeline: { id: pipeline },
    source: { app: { id: from.id }, release: { id: release.id } },
    targets: [{ app: { id: site.id } }],
  }
  const made = await once<Made>(
    {
      ask: async () => ({ promotion: (await client.post('/pipeline-promotions', body, promotionShape)).id }),
      lookFor: async () => {
        const found = await findPromoted(job, state, site)
        return found && { release: found.id }
      },
      notFound: 'ask again',
    },
    context,
  )
  if ('release' in made) return follow(job, made.release, state, site, context)
  return watch(job, { ...state, promotion: made.promotion }, site, context)
}

export async function resumePromotion(
  job: Job,
  source: string,
  state: At<'promotion'>,
  site: Site,
  context: Context,
): Promise<Result> {
  if (state.promotion !== undefined) return watch(job, state, site, context)
  const found = await findPromoted(job, state, site)
  return found ? follow(job, found.id, state, site, context) : promote(job, source, site, context)
}

async function pipelineOf({ client, path, settings }: Site): Promise<string> {
  if (settings.pipeline === undefined)
    return (await client.get(`${path}/pipeline-couplings`, couplingShape)).pipeline.id
  return (await client.get(`/pipelines/${settings.pipeline}`, pipelineShape)).id
}

/** The API lists no promotions: one whose answer was lost is told by the release that it made. */
export async function findPromoted(
  { sha }: Pick<Job, 'sha'>,
  { after }: At<'promotion'>,
  { client, path }: Connection,
): Promise<Release | undefined> {
  for await (const release of releasesOf(client, path)) {
    if (release.version <= after) return undefined
    if ((await commitOf(client, path, release)) === sha) return release
  }
  return undefined
}

async function watch(job: Job, state: At<'promotion'>, site: Site, context: Context): Promise<Result> {
  const { app } = site
  await save(context, state)
  context.progress({ phase: `promotion to ${app}`, url: `https://dashboard.heroku.com/apps/${app}/activity` })
  return orUnknown(app, context, async () => {
    const target = await settled(state.promotion, site, context)
    if (target.status === 'succeeded' && target.release) return follow(job, target.release.id, state, site, context)
    const { before } = state
    const why = target.error_message ? `: ${target.error_message}` : ''
    return {
      outcome: 'failed',
      summary: `the promotion to ${app} ${target.status}; ${stillLive(before)}${why}`,
      ...(before && { before: snapshotOf(app, before) }),
    }
  })
}

/** Our app's part of the promotion, once it is over. Its release exists earlier and is watched from then on. */
async function settled(
  promotion: string | undefined,
  { client, id }: Site,
  context: Context,
): Promise<PromotionTarget> {
  const path = `/pipeline-promotions/${promotion}/promotion-targets`
  for (;;) {
    const targets = await client.get(path, z.array(promotionTargetShape))
    const ours = targets.find(({ app }) => app.id === id)
    if (ours && ours.status !== 'pending') return ours
    await context.sleep(pollMs)
  }
}

const follow = (job: Job, release: string, { before }: At<'promotion'>, site: Site, context: Context) =>
  awaitRelease(job, { release, read: 0, ...(before && { before }) }, site, context)
