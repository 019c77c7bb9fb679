import type { Context, Provider, ResumedJob, Result } from '../provider.ts'
import { connect, type Site, visit } from './api/connect.ts'
import { build, resumeBuild } from './build.ts'
import { cancel } from './cancel.ts'
import { type Checkpoint, readCheckpoint } from './checkpoint.ts'
import { orUnknown } from './or-unknown.ts'
import { readAppLog } from './output/app-log.ts'
import { preflight } from './preflight.ts'
import { promote, resumePromotion } from './promotion.ts'
import { awaitRelease } from './release.ts'
import { commitOf, snapshotOf, standing } from './releases.ts'
import { resumeRollback, rollback } from './rollback.ts'
import { type Settings, settings } from './settings.ts'
import { resumeTask, runTask } from './task.ts'

const logLines = 100

/** Builds, promotes and rolls back apps on Heroku through its Platform API. */
export const heroku: Provider<Settings> = {
  name: 'heroku',
  settings,
  can: { hosts: false, tasks: /^deploy(:[a-z][\w-]*)*$/ },
  refuses: ({ task }, configured) => refusal(task, configured),
  timeoutMs: ({ timeout }) => timeout,
  preflight: (_job, configured, context) => preflight(configured, context),

  async deploy(job, configured, context) {
    const refused = refusal(job.task, configured)
    if (refused !== undefined) return { outcome: 'failed', summary: refused }
    return begin(job, await visit(configured, context), context)
  },

  async rollback(job, configured, context) {
    return rollback(job, await visit(configured, context), context)
  },

  async resume(job, configured, checkpoint, context) {
    const state = readCheckpoint(checkpoint)
    const { app } = configured
    if (state === undefined)
      return { outcome: 'unknown', summary: `what its worker left cannot be read; look at ${app} before you retry` }
    return orUnknown(app, context, async () => {
      const site = await visit(configured, context)
      await context.log(`goes on with it on ${app}`)
      return goOn(job, state, site, context)
    })
  },

  async cancel(job, configured, checkpoint, context) {
    const state = readCheckpoint(checkpoint)
    return state === undefined ? 'stopped' : cancel(job, state, connect(configured, context), context)
  },

  async current(_place, configured, context) {
    const { client, path, app } = connect(configured, context)
    const { live } = await standing(client, path)
    return live === undefined ? {} : snapshotOf(app, live, await commitOf(client, path, live))
  },

  async logs(_place, configured, context) {
    const lines = []
    for await (const line of readAppLog({ lines: logLines, tail: false }, connect(configured, context), context))
      lines.push(line)
    return lines.slice(-logLines)
  },
}

/** A task that nobody configured must not become a full deploy. */
function refusal(task: string, { release_task: commands }: Settings): string | undefined {
  if (task === 'deploy' || task === 'rollback' || Object.hasOwn(commands, task)) return undefined
  const known = ['deploy', ...Object.keys(commands)].join(', ')
  return `${task} is no task of this app (it has ${known}); give it a command under heroku.release_task`
}

function goOn(job: ResumedJob, state: Checkpoint, site: Site, context: Context): Promise<Result> {
  switch (state.step) {
    case 'build':
      return resumeBuild(job, state, site, context)
    case 'release':
      return awaitRelease(job, state, site, context)
    case 'rollback':
      return resumeRollback(job, state, site, context)
    case 'promotion':
      return resumePromotion(job, state, site, context)
    case 'task':
      return resumeTask(job, state, site, context)
  }
}

function begin(job: ResumedJob, site: Site, context: Context): Promise<Result> {
  const { promote_from: source, release_task: commands } = site.settings
  const command = Object.hasOwn(commands, job.task) ? commands[job.task] : undefined
  if (command !== undefined) return runTask(job, command, site, context)
  if (job.task === 'rollback' || job.previous) return rollback(job, site, context)
  return source === undefined ? build(job, site, context) : promote(job, source, site, context)
}
