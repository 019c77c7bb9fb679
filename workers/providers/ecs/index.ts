import type { Context, Provider, Result, ResumedJob, Snapshot } from '../provider.ts'
import { cancel } from './cancel.ts'
import { type Checkpoint, readCheckpoint } from './checkpoint.ts'
import { current } from './current.ts'
import { deploy, rollBack } from './deploy.ts'
import { logs } from './logs.ts'
import { prepare, preparePlace } from './prepare.ts'
import { sentenceOf } from './problem.ts'
import { settings } from './settings.ts'
import type { Settings } from './settings.ts'
import { ship } from './ship.ts'
import { type Work, working, looking } from './work.ts'

/** Rolls the image of a commit out in a service of Amazon ECS. */
export const ecs: Provider<Settings> = {
  name: 'ecs',
  settings,
  can: { hosts: false, tasks: /^deploy(:migrations)?$/ },

  refuses({ task }, { migrate }) {
    if (task !== 'deploy:migrations' || migrate !== undefined) return undefined
    return 'there is no migration to run: say how with "migrate", or use the task deploy'
  },

  timeoutMs: ({ timeout }) => timeout,

  preflight: (job, configured, context) =>
    working(job, configured, context, async (work) => {
      try {
        // A rollback brings a revision back that was deployed before; its image needs no tag any more.
        await (job.task === 'rollback' ? preparePlace(work) : prepare(work))
        return []
      } catch (error) {
        return [{ level: 'error', text: sentenceOf(error) }]
      }
    }),

  deploy: (job, configured, context) => carryOut(job, configured, context, deploy),

  rollback: (job, configured, context) =>
    carryOut(job, configured, context, (work) => rollBackOrDeploy(work, job.previous)),

  resume: (job, configured, checkpoint, context) =>
    carryOut(job, configured, context, (work) => goOn(work, readCheckpoint(checkpoint))),

  cancel: (job, configured, checkpoint, context) =>
    working(job, configured, context, (work) => cancel(work, readCheckpoint(checkpoint))),

  current: (place, configured, context) => looking(place, configured, context, current),

  logs: (place, configured, context) => looking(place, configured, context, logs),
}

/** What was foreseen ends the deployment with a sentence; everything else is thrown on. */
function carryOut(
  job: ResumedJob,
  configured: Settings,
  context: Context,
  story: (work: Work) => Promise<Result>,
): Promise<Result> {
  return working(job, configured, context, async (work) => {
    try {
      return await story(work)
    } catch (error) {
      const summary = work.aws.conceal(sentenceOf(error))
      await work.context.log(summary)
      return { outcome: 'failed', summary }
    }
  })
}

function rollBackOrDeploy(work: Work, previous: Snapshot | undefined): Promise<Result> {
  const revision = previous?.handle?.['taskDefinition']
  return revision === undefined ? deploy(work) : rollBack(work, revision)
}

function goOn(work: Work, from: Checkpoint | undefined): Promise<Result> {
  // Registering finds a revision that the dead worker registered by its tag, so it may begin again.
  if (from === undefined || from.phase === 'registering') return rollBackOrDeploy(work, work.job.previous)
  return ship(work, from)
}
