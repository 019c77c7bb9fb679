import type { Context, Job } from '../provider.ts'
import type { Connection } from './api/connect.ts'
import { buildShape, type Dyno, dynoShape } from './api/shapes.ts'
import { findBuild } from './build.ts'
import type { At, Checkpoint } from './checkpoint.ts'
import { findPromoted } from './promotion.ts'
import { findRelease } from './rollback.ts'
import { findDyno } from './task.ts'

type Cancelled = 'stopped' | 'too-late'

/** The heroku CLI sends this to stop a build; the ordinary version knows no such call. */
const cancelBuild = 'application/vnd.heroku+json; version=3.cancel-build'
const pollMs = 1_000
/** A call that was under way when its worker stopped may still arrive. */
const arrivalMs = 2_000

/** Builds and dynos can be stopped. A release cannot, whether its phase runs or not: whoever asks then is told how it ended. */
export async function cancel(
  job: Job,
  state: Checkpoint,
  connection: Connection,
  context: Context,
): Promise<Cancelled> {
  switch (state.step) {
    case 'build':
      return stopBuild(job, state, connection, context)
    case 'task':
      return stopDyno(state, connection, context)
    case 'release':
      return 'too-late'
    case 'rollback':
      return (await arrived(() => findRelease(state, connection), context)) ? 'too-late' : 'stopped'
    case 'promotion': {
      if (state.promotion !== undefined) return 'too-late'
      return (await arrived(() => findPromoted(job, state, connection), context)) ? 'too-late' : 'stopped'
    }
  }
}

const isThere = (dyno: Dyno | undefined) => dyno !== undefined && dyno.state !== 'down' && dyno.state !== 'crashed'

async function arrived<T>(lookFor: () => Promise<T | undefined>, context: Context): Promise<T | undefined> {
  const found = await lookFor()
  if (found !== undefined) return found
  await context.sleep(arrivalMs)
  return lookFor()
}

async function stopBuild(job: Job, state: At<'build'>, connection: Connection, context: Context): Promise<Cancelled> {
  const { client, path, app } = connection
  const made = await arrived(() => findBuild(job, state, connection), context)
  if (made === undefined) return 'stopped'
  const build = `${path}/builds/${made.id}`
  let { status } = made
  while (status === 'pending') {
    const told = await client.stop('DELETE', build, cancelBuild)
    await context.log(told ? `told Heroku to stop the build on ${app}` : `Heroku did not stop the build on ${app}`)
    do {
      await context.sleep(pollMs)
      status = (await client.find(build, buildShape))?.status ?? 'gone'
    } while (told && status === 'pending')
  }
  return status === 'succeeded' ? 'too-late' : 'stopped'
}

async function stopDyno(state: At<'task'>, connection: Connection, context: Context): Promise<Cancelled> {
  const { client, path } = connection
  const dyno = state.dyno ?? (await arrived(() => findDyno(state, connection), context))?.name
  // It was never seen, so nobody knows whether it ran; the one who resumes says so.
  if (dyno === undefined) return 'too-late'
  if (!(await client.stop('POST', `${path}/dynos/${dyno}/actions/stop`))) return 'too-late'
  await context.log(`told Heroku to stop ${dyno}`)
  while (isThere(await client.find(`${path}/dynos/${dyno}`, dynoShape))) await context.sleep(pollMs)
  return 'stopped'
}
