import { stoppedBy } from '../../outcome.ts'
import type { Context, Job, Provider, Result, Snapshot, StopReason } from '../provider.ts'
import { problemOf } from './against.ts'
import { carryOut } from './carry-out.ts'
import { carryOutWith2 } from './carry-out-2.ts'
import { busyIn } from './free-hosts.ts'
import { Halt } from './halt.ts'
import { openSite } from './open-site.ts'
import { refusal } from './refusal.ts'
import { snapshotOf } from './seen.ts'
import { settings, type Settings } from './settings.ts'
import type { Site, Visit } from './site.ts'

/** `cap <stage> <task>` in a work tree at the deployment's commit. */
export const capistrano: Provider<Settings> = {
  name: 'capistrano',
  settings,
  can: { hosts: true, tasks: /^deploy(:[a-z][\w-]*)*$/ },
  refuses: refusal,
  timeoutMs: ({ timeout }) => timeout,

  // No preflight: `deploy` and `rollback` look at all hosts themselves, through the same cap, before they change any.
  deploy: (job, configured, context) => run(job, configured, context),
  rollback: (job, configured, context) => run(job, configured, context, job.previous),

  /** cap itself is gone by now; a command that it had started on a host goes on when nobody ends it. */
  async cancel(job, configured, _, context) {
    await at({ place: job, job, settings: configured, context }, async (site) => {
      if (site.program.major < 3) return context.log('a command that cap had started on a host may still go on there')
      const seen = await site.settle()
      const unknown = seen.hosts.flatMap((host) => problemOf(host) ?? [])
      const busy = busyIn(seen)
      if (unknown.length > 0) throw new Halt(`cap was stopped, but not all hosts could be asked: ${unknown.join('; ')}`)
      if (busy !== '') throw new Halt(`cap was stopped, but a command of it goes on on ${busy}`)
      return context.log('nothing of it runs on the hosts any more')
    })
    return 'stopped'
  },

  async current(place, configured, context) {
    return at({ place, settings: configured, context }, async (site) => {
      const seen = await site.look()
      const unknown = seen.hosts.flatMap((host) => problemOf(host) ?? [])
      if (unknown.length > 0) throw new Halt(unknown.join('; '))
      return snapshotOf(seen)
    })
  },
}

async function at<T>(visit: Visit, work: (site: Site) => Promise<T>): Promise<T> {
  const site = await openSite(visit)
  try {
    return await work(site)
  } finally {
    await site.close()
  }
}

async function run(job: Job, configured: Settings, context: Context, previous?: Snapshot): Promise<Result> {
  const refused = refusal(job, configured)
  if (refused !== undefined) return { outcome: 'failed', summary: refused }
  try {
    return await at({ place: job, job, settings: configured, context }, (site) => {
      const work = { site, job, context, ...(previous && { previous }) }
      return site.program.major < 3 ? carryOutWith2(work) : carryOut(work)
    })
  } catch (error) {
    // What was told to stop rejects in many ways; what counts is who told it. A timeout rejects, for cancel to be called.
    const reason = context.signal.reason as StopReason | undefined
    if (reason?.kind === 'timeout') throw error
    if (reason !== undefined) return stoppedBy(reason)
    if (error instanceof Halt) return { outcome: 'failed', summary: error.message }
    throw error
  }
}
