import type { Result } from '../provider.ts'
import { taskOf, type Work } from './carry-out.ts'
import { failureOf } from './failure-of.ts'
import { Stopped } from './stopped.ts'

/**
 * With Capistrano 2, which takes the commit as an option. It cannot be asked about its hosts, so its exit code counts, and
 * a rollback deploys the old commit.
 */
export async function carryOutWith2({ site, job }: Work): Promise<Result> {
  const ended = await site.cap(taskOf(job))
  if (ended.stopped !== undefined && ended.stopped.kind !== 'silence') throw new Stopped(ended.stopped)
  if (ended.stopped !== undefined || ended.code !== 0)
    return { outcome: 'failed', summary: failureOf(ended, site.stage) }
  return { outcome: 'succeeded', summary: `cap ${site.stage} ${taskOf(job)} ended well`, live: { sha: job.sha } }
}
