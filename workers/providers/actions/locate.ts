import type { Context, Job, Result } from '../provider.ts'
import type { Checkpoint, Dispatching } from './checkpoint.ts'
import { findRun, type Found } from './find-run.ts'
import type { Settings } from './settings.ts'

/** The run to follow, or why there is none. */
export type Dispatched = { readonly run: number } | { readonly result: Result }

const aloneMs = 15_000 // GitHub shows a run within seconds; when it does not, others need not wait for it
const appearsMs = 2 * 60_000 // longer than GitHub takes on a bad day

/**
 * Has the workflow dispatched, or takes up a dispatch, and learns which run that made. One at a time for each workflow,
 * over all workers: where GitHub does not name the run, ours is the one that appears before the next dispatch.
 */
export async function locate(
  begin: () => Promise<Dispatched | Dispatching>,
  job: Job,
  settings: Settings,
  context: Context,
): Promise<Dispatched> {
  const { repository } = job
  const name = `actions/${context.github.host}/${repository.toLowerCase()}/${settings.workflow}`
  const begun = await context.alone(name, async () => {
    const sent = await begin()
    if (!('step' in sent)) return sent
    return { sent, found: await findRun(sent, job, settings, context, aloneMs) }
  })
  if (!('sent' in begun)) return begun
  const { sent, found } = begun
  const isOpen = found.kind === 'none' || found.kind === 'unsure'
  return told(isOpen ? await findRun(sent, job, settings, context, appearsMs) : found, settings, context)
}

async function told(found: Found, { workflow }: Settings, context: Context): Promise<Dispatched> {
  switch (found.kind) {
    case 'found':
      return following(found.run.id, context)
    case 'unreadable':
      return { result: found.result }
    case 'none':
      return unknown(
        `no run of ${workflow} has appeared, so nobody knows whether one was started; see the Actions page`,
      )
    case 'unsure': {
      const urls = found.runs.map(({ url, id }) => url ?? `run ${id}`)
      await context.log(`one of these is ours: ${urls.join(' ')}`)
      await context.log(`show {id} in the run-name of ${workflow}, so that they can be told apart`)
      return unknown(`${urls.length} runs of ${workflow} were started at once, and which is ours cannot be told`)
    }
  }
}

export async function following(run: number, context: Context): Promise<Dispatched> {
  await context.checkpoint({ step: 'following', run } satisfies Checkpoint)
  return { run }
}

export const failed = (summary: string): Dispatched => ({ result: { outcome: 'failed', summary } })
const unknown = (summary: string): Dispatched => ({ result: { outcome: 'unknown', summary } })
