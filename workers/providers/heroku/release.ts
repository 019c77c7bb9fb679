import type { Context, Job, Result } from '../provider.ts'
import type { Site } from './api/connect.ts'
import { type Release, releaseShape } from './api/shapes.ts'
import { type At, save } from './checkpoint.ts'
import { follow } from './output/follow.ts'
import { snapshotOf } from './releases.ts'

/**
 * Waits for a release to be live. A good build or promotion is not the end: the release phase runs its own command, and
 * when that fails the former release stays.
 */
export async function awaitRelease(
  job: Job,
  begun: Omit<At<'release'>, 'step'>,
  site: Site,
  context: Context,
): Promise<Result> {
  const { client, path, app } = site
  const state: At<'release'> = { step: 'release', ...begun }
  await save(context, state)
  const look = () => client.get(`${path}/releases/${begun.release}`, releaseShape)
  const first = await look()
  if (first.status === 'pending')
    context.progress({ phase: `release phase of v${first.version} on ${app}`, url: activityOf(app) })
  const keep = (read: number) => save(context, { ...state, read })
  const { state: ended, said } = await follow({ first, look, read: begun.read, keep }, context)
  return ended.status === 'succeeded' ? live(job, ended, state, site) : notLive(ended, said, state, site)
}

function live({ sha }: Job, release: Release, { before }: At<'release'>, { app, url }: Site): Result {
  return {
    outcome: 'succeeded',
    summary: `${sha.slice(0, 7)} is live on ${app} as v${release.version}`,
    live: snapshotOf(app, release, sha),
    ...(before && { before: snapshotOf(app, before) }),
    ...(url !== undefined && { url }),
  }
}

function notLive(release: Release, said: string, { before }: At<'release'>, { app }: Site): Result {
  const what = `the release phase of v${release.version} on ${app} ${release.status === 'failed' ? 'failed' : `ended as ${release.status}`}`
  return {
    outcome: 'failed',
    summary: `${what}; ${stillLive(before)}${said}`,
    ...(before && { before: snapshotOf(app, before) }),
  }
}

export const stillLive = (before: Pick<Release, 'version'> | undefined): string =>
  before ? `the old release v${before.version} is still live` : 'nothing new is live'

/** The app's page of what went on. */
export const activityOf = (app: string): string => `https://dashboard.heroku.com/apps/${app}/activity`
