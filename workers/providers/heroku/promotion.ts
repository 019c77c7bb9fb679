import { z } from 'zod'
import type { Context, Job, Result } from '../provider.ts'
import type { Connection, Site } from './api/connect.ts'
import { HerokuError } from './api/error.ts'
import { once } from './api/once.ts'
import {
  appShape,
  couplingShape,
  pipelineShape,
  type PromotionTarget,
  promotionShape,
  promotionTargetShape,
  type Release,
} from './api/shapes.ts'
import { releaseBuiltFrom } from './builds.ts'
import { type At, save } from './checkpoint.ts'
import { orUnknown } from './or-unknown.ts'
import { activityOf, awaitRelease, stillLive } from './release.ts'
import { commitOf, releasesOf, releasesRunning, snapshotOf, standing } from './releases.ts'

const pollMs = 1_500

/** A promotion, or the release of one whose answer was lost. */
type Made = { readonly promotion: string } | { readonly release: string }

/** Gives the app the very code that runs, or ran, on the app before it in the pipeline: the same slug, not built again. */
export async function promote(job: Job, source: string, site: Site, context: Context): Promise<Result> {
  const { client, path, app } = site
  const short = job.sha.slice(0, 7)
  const from = await client.get(`/apps/${source}`, appShape)
  const there = `/apps/${source}`
  const release = (await releasesRunning(client, there, job.sha))[0] ?? (await releaseBuiltFrom(client, there, job.sha))
  if (release === undefined)
    return { outcome: 'failed', summary: `${source} has no good release of ${short} to promote; deploy it there first` }

  const pipeline = await pipelineOf(site)
  const { newest, live } = await standing(client, path)
  const state: At<'promotion'> = {
    step: 'promotion',
    source,
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
  return orUnknown(app, context, async () => {
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
  })
}

export async function resumePromotion(job: Job, state: At<'promotion'>, site: Site, context: Context): Promise<Result> {
  if (state.promotion !== undefined) return watch(job, state, site, context)
  const found = await findPromoted(job, state, site)
  return found ? follow(job, found.id, state, site, context) : promote(job, state.source, site, context)
}

async function pipelineOf({ client, path, settings }: Site): Promise<string> {
  if (settings.pipeline === undefined)
    return (await client.get(`${path}/pipeline-couplings`, couplingShape)).pipeline.id
  // Where a name is not found, it may be an id.
  return (await client.find(`/pipelines/${settings.pipeline}`, pipelineShape))?.id ?? settings.pipeline
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
  context.progress({ phase: `promotion to ${app}`, url: activityOf(app) })
  const isOver = ({ status }: PromotionTarget) => status !== 'pending'
  // The target is pending until its release phase is over, and that has an output.
  const begun = await targetWhen((target) => isOver(target) || Boolean(target.release), state, site, context)
  const released = begun.release ? await follow(job, begun.release.id, state, site, context) : undefined
  if (released && released.outcome !== 'succeeded') return released

  const target = await targetWhen(isOver, state, site, context)
  if (target.status === 'succeeded') return released ?? followUnnamed(job, state, site, context)
  const { before } = state
  const why = target.error_message ? `: ${target.error_message}` : ''
  return {
    outcome: 'failed',
    summary: `the promotion to ${app} ${target.status}; ${stillLive(before)}${why}`,
    ...(before && { before: snapshotOf(app, before) }),
  }
}

/** A promotion that succeeded and names no release. */
async function followUnnamed(job: Job, state: At<'promotion'>, site: Site, context: Context): Promise<Result> {
  const found = await findPromoted(job, state, site)
  if (found === undefined) throw new HerokuError('unclear', `Heroku has promoted to ${site.app} and shows no release`)
  return follow(job, found.id, state, site, context)
}

/** Our app's part of the promotion, once it has come that far. */
async function targetWhen(
  isFar: (target: PromotionTarget) => boolean,
  { promotion }: At<'promotion'>,
  { client, id }: Site,
  context: Context,
): Promise<PromotionTarget> {
  const path = `/pipeline-promotions/${promotion}/promotion-targets`
  for (;;) {
    const targets = await client.get(path, z.array(promotionTargetShape))
    const ours = targets.find(({ app }) => app.id === id)
    if (ours && isFar(ours)) return ours
    await context.sleep(pollMs)
  }
}

const follow = (job: Job, release: string, { before }: At<'promotion'>, site: Site, context: Context) =>
  awaitRelease(job, { release, read: 0, ...(before && { before }) }, site, context)
