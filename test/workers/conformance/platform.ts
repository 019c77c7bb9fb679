import { z } from 'zod'
import type { Json } from '../../../core/json.ts'
import type { Scenes } from '../../../workers/conformance/index.ts'
import type { Context, Job, Provider, Result } from '../../../workers/providers/provider.ts'

/** A platform that remembers what it was told: releases by commit, of which one is live. */
export interface Platform {
  readonly releases: string[]
  readonly heard: string[]
  live: string | undefined
}

let platform: Platform = { releases: [], heard: [], live: undefined }

/** The one that the provider of a test talks to. */
export const now = (): Platform => platform

/** Makes a release unless there is one of this commit, and puts it live. */
export function release(job: Job): void {
  if (!platform.releases.includes(job.sha)) platform.releases.push(job.sha)
  platform.live = job.sha
}

export const succeeded = (job: Job, more: Partial<Result> = {}): Result => ({
  outcome: 'succeeded',
  summary: `${job.sha} is live`,
  live: { sha: job.sha },
  url: 'https://webapp.example',
  ...more,
})

/** Looks for the end of the rollout as long as settings say. */
export async function waitFor(settings: unknown, context: Context): Promise<void> {
  if (settings === 'lasts') for (;;) await context.sleep(50)
  await context.sleep(1)
}

/** A platform of its own for each scene. */
export function conformance(): Scenes {
  platform = { releases: [], heard: [], live: undefined }
  const own = platform
  return {
    env: { TOKEN: 'p8sswd-of-the-platform' },
    succeeds: 'succeeds',
    lasts: 'lasts',
    effects: () => own.releases.length,
    live: (): Json => own.live ?? null,
    heard: () => own.heard.join('\n'),
  }
}

/** One that cannot be resumed. */
export const plain: Provider = {
  name: 'good',
  settings: z.string(),
  can: { hosts: true, tasks: /^deploy$/ },

  async deploy(job, settings, context) {
    if (job.hosts.some((host) => !/^[a-z0-9.-]+$/.test(host))) throw new Error('that is no host')
    platform.heard.push(`${context.secret('TOKEN')} releases ${job.sha} on ${job.hosts.join(',')}`)
    await context.checkpoint({ phase: 'begins' })
    release(job)
    await context.checkpoint({ phase: 'waits' })
    await context.log('it is on its way')
    await waitFor(settings, context)
    return succeeded(job)
  },
}

/** A provider that does all of it right; each broken one changes one thing. */
export const good: Provider = {
  ...plain,

  async resume(job, settings, _checkpoint, context) {
    release(job)
    await waitFor(settings, context)
    return succeeded(job)
  },
}
