import { z } from 'zod'
import type { Context, Job, Result } from '../provider.ts'
import type { Connection, Site } from './api/connect.ts'
import { once } from './api/once.ts'
import { type Dyno, dynoShape, type Release } from './api/shapes.ts'
import { type At, save } from './checkpoint.ts'
import { orUnknown } from './or-unknown.ts'
import { commitOf, snapshotOf, standing } from './releases.ts'
import { watchDyno } from './watch-dyno.ts'

/** Runs a task's command in a one-off dyno, on the code that is live; its exit code decides. */
export async function runTask(job: Job, command: string, site: Site, context: Context): Promise<Result> {
  const { client, path, app, settings } = site
  const { live } = await standing(client, path)
  const problem = await otherCode(job, live, site)
  if (problem !== undefined) return { outcome: 'failed', summary: problem }

  const others = (await dynos(site)).map(({ id }) => id)
  const state: At<'task'> = { step: 'task', command, others }
  await save(context, state)
  await context.log(`runs \`${command}\` on ${app}${live ? ` (v${live.version})` : ''}`)
  const body = { command, attach: false, time_to_live: Math.ceil(settings.timeout / 1_000) }
  return orUnknown(app, context, async () => {
    const made = await once(
      {
        ask: () => client.post(`${path}/dynos`, body, dynoShape),
        lookFor: () => findDyno(state, site),
        // A quick one may have come and gone: nothing is run twice.
        notFound: 'give up',
      },
      context,
    )
    return watch(job, state, made.name, site, context)
  })
}

export async function resumeTask(job: Job, state: At<'task'>, site: Site, context: Context): Promise<Result> {
  const dyno = state.dyno ?? (await findDyno(state, site))?.name
  if (dyno !== undefined) return watch(job, state, dyno, site, context)
  return {
    outcome: 'unknown',
    summary: `its worker died as it started \`${state.command}\`, and no dyno of it is there; see whether it ran before you retry`,
  }
}

/** A one-off dyno runs what is live. To say of another commit that it ran would be wrong. */
async function otherCode(
  job: Job,
  live: Release | undefined,
  { client, path, app }: Site,
): Promise<string | undefined> {
  const commit = live && (await commitOf(client, path, live))
  if (commit === undefined || commit === job.sha) return undefined
  const short = job.sha.slice(0, 7)
  return `${app} runs ${commit.slice(0, 7)}, not ${short}, and a task runs on what is live; deploy ${short} first, or ask for ${commit.slice(0, 7)}`
}

async function dynos({ client, path }: Connection): Promise<Dyno[]> {
  return client.get(`${path}/dynos`, z.array(dynoShape))
}

export async function findDyno({ command, others }: At<'task'>, connection: Connection): Promise<Dyno | undefined> {
  return (await dynos(connection)).find((dyno) => dyno.command === command && !others.includes(dyno.id))
}

async function watch(job: Job, state: At<'task'>, dyno: string, site: Site, context: Context): Promise<Result> {
  const { app, client, path } = site
  const { command } = state
  await save(context, { ...state, dyno })
  context.progress({ phase: `${dyno} of ${app} runs ${job.task}` })
  const { code, said } = await watchDyno(dyno, site, context)
  if (code === undefined)
    return { outcome: 'unknown', summary: `${dyno} is gone and Heroku did not tell how \`${command}\` ended${said}` }
  if (code !== 0) return { outcome: 'failed', summary: `\`${command}\` ended with ${code}${said}` }
  const { live } = await standing(client, path)
  return {
    outcome: 'succeeded',
    summary: `\`${command}\` ended well on ${app}`,
    ...(live && { live: snapshotOf(app, live) }),
  }
}
