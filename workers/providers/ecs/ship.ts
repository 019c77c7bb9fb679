import type { Result } from '../provider.ts'
import { AwsError } from './aws/errors.ts'
import { type Checkpoint, type Rolling, save } from './checkpoint.ts'
import { shortName } from './definition.ts'
import { follow, resultOf } from './follow.ts'
import { migrate } from './migrate.ts'
import { reportFailure } from './report-failure.ts'
import { continueRollout, startRollout } from './update.ts'
import type { Work } from './work.ts'

export type Shippable = Exclude<Checkpoint, { phase: 'registering' }>

/** Brings a registered revision into the service and watches it to the end, from wherever a worker left off. */
export async function ship(work: Work, from: Shippable): Promise<Result> {
  const { context } = work
  switch (from.phase) {
    case 'registered':
    case 'migrating':
      await migrateFirst(work, from)
      return watch(work, await startRollout(work, from.target))
    case 'migrated':
      return watch(work, await startRollout(work, from.target))
    case 'updating':
      return watch(work, await continueRollout(work, from))
    case 'rolling':
    case 'stopping':
      await context.log(`watching ${from.deployment}, which an earlier worker began`)
      return watchOn(work, from)
  }
}

async function migrateFirst(
  work: Work,
  from: Extract<Checkpoint, { phase: 'registered' | 'migrating' }>,
): Promise<void> {
  const { settings, job, context } = work
  // Old code has no migrations that the database has not seen.
  if (settings.migrate === undefined || job.task === 'rollback') return
  await migrate(work, from, settings.migrate)
  await save(context, { phase: 'migrated', target: from.target })
}

async function watch(work: Work, rolling: Rolling): Promise<Result> {
  await save(work.context, rolling)
  await work.context.log(`the rollout of ${shortName(rolling.target.revision)} has begun: ${rolling.deployment}`)
  return watchOn(work, rolling)
}

async function watchOn(work: Work, begun: Rolling): Promise<Result> {
  try {
    const { verdict, rolling } = await follow(work, begun)
    const failed = verdict.kind === 'failed' || verdict.kind === 'stopped'
    const cause = failed ? await reportFailure(work, rolling) : undefined
    const result = resultOf(verdict, rolling, work.job.sha, cause)
    return { ...result, summary: work.aws.conceal(result.summary) }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const summary = `the rollout goes on, but cannot be watched: ${error.message}`
    return { outcome: 'unknown', summary, before: begun.target.before }
  }
}
