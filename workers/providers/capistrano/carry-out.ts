import { short } from '../../../core/chat/words.ts'
import { list } from '../../../core/gates/words.ts'
import type { Context, Job, Result, Snapshot } from '../provider.ts'
import { against } from './against.ts'
import { failureOf } from './failure-of.ts'
import { freeHosts } from './free-hosts.ts'
import { Halt } from './halt.ts'
import { rollbackPlan } from './rollback-plan.ts'
import { type Seen, snapshotOf } from './seen.ts'
import type { CapEnded, CapOptions, Site } from './site.ts'
import { Stopped } from './stopped.ts'
import { wrongAfter } from './verdict.ts'

export interface Work {
  readonly site: Site
  readonly job: Job
  readonly context: Context
  /** What a rollback is to bring back. */
  readonly previous?: Snapshot
}

/** One call of cap. */
interface Step extends CapOptions {
  readonly task: string
}

/** Others may leave the hosts as they are. */
const publishing = new Set(['deploy', 'deploy:migrations', 'deploy:rollback'])

/** What a deployment's task is to Capistrano; a rollback that nothing is known of deploys the old commit. */
export const taskOf = ({ task }: Job) => (task === 'rollback' ? 'deploy' : task)

/** With Capistrano 3: look, run, look again. The hosts have the last word on whether it went well. */
export async function carryOut(work: Work): Promise<Result> {
  const { site, job, context, previous } = work
  const task = taskOf(job)
  const kept = previous?.handle ?? {}
  const before = await freeHosts(site, { kept, tasks: [task] }, context)
  const problems = against(before, { hosts: job.hosts, task, stage: site.stage })
  if (problems.length > 0) throw new Halt(problems.join('; '))
  await tell(context, before)

  const steps = await stepsOf(work, before)
  // From here on a cancel has to look for what cap has left on the hosts.
  await context.checkpoint({ phase: 'cap' })
  for (const step of steps) {
    const ended = await site.cap(step.task, step)
    if (ended.stopped !== undefined || ended.code !== 0)
      return { ...(await broken(work, ended)), before: snapshotOf(before) }
  }

  const after = await site.look()
  await tell(context, after)
  const wrong = wrongAfter({ before, after, sha: job.sha, publishes: publishing.has(task) })
  if (wrong !== undefined) return { outcome: 'failed', summary: wrong, before: snapshotOf(before) }
  return {
    outcome: 'succeeded',
    summary: `${whatWasDone(site.stage, steps)} on ${onHosts(after)}`,
    live: snapshotOf(after),
    before: snapshotOf(before),
  }
}

async function stepsOf({ job, context, previous }: Work, before: Seen): Promise<readonly Step[]> {
  if (previous === undefined) return [{ task: taskOf(job) }]
  const plan = rollbackPlan(previous, before, job.sha)
  if ('anew' in plan) {
    await context.log(`${plan.anew}, so ${short(job.sha)} is deployed again`)
    return [{ task: 'deploy' }]
  }
  return [...plan.releases].map(([release, hosts]) => ({
    task: 'deploy:rollback',
    hosts,
    env: { ROLLBACK_RELEASE: release },
  }))
}

/** Says what is where after a failure: some hosts may have gone further than others. */
async function broken({ site, context }: Work, ended: CapEnded): Promise<Result> {
  const { stopped } = ended
  // Whoever told it to stop sees to the rest; the worker has no time left.
  if (stopped !== undefined && stopped.kind !== 'silence') throw new Stopped(stopped)
  if (stopped !== undefined) await site.settle()
  try {
    await tell(context, await site.look())
  } catch (error) {
    if (!(error instanceof Halt)) throw error
    await context.log(`what the hosts run now is not known: ${error.message}`)
  }
  return { outcome: 'failed', summary: failureOf(ended, site.stage) }
}

async function tell(context: Context, { hosts }: Seen): Promise<void> {
  for (const { name, sha, release } of hosts.filter(({ carries }) => carries)) {
    const what = sha === undefined ? 'no commit that is known' : short(sha)
    await context.log(`${name} runs ${what}${release === undefined ? '' : ` (release ${release})`}`)
  }
}

const whatWasDone = (stage: string, [first]: readonly Step[]) =>
  first === undefined ? 'it was live already' : `cap ${stage} ${first.task} ended well`

const mostNamed = 3

const onHosts = ({ hosts }: Seen) =>
  hosts.length > mostNamed ? `${hosts.length} hosts` : list(hosts.map(({ name }) => name))
