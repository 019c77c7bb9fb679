import { setTimeout as pause } from 'node:timers/promises'
import type { Json } from '../../../../core/json.ts'
import { heroku } from '../../../../workers/providers/heroku/index.ts'
import type { Context, Job, ResumedJob, Result, StopReason } from '../../../../workers/providers/provider.ts'
import { type HerokuStandIn, startHeroku } from '../../../stand-ins/heroku/index.ts'
import { setUpWorkbench } from '../workbench.ts'

/** A worker that carries out one thing and can be killed: what it left is its last checkpoint. */
export interface Worker {
  readonly ended: Promise<Result>
  /** Everything it checkpointed, in order. */
  readonly checkpoints: readonly Json[]
  stop(reason: StopReason): void
}

type Act = (job: ResumedJob, settings: typeof parsed, context: Context) => Promise<Result>
const parsed = heroku.settings.parse({ app: 'acme-web' })

/** Pauses are noted and cut short, and the clock put forward: how long the provider waits is read from `paused`. */
const longestPauseMs = 3

/** The provider on the workbench, with a Heroku beside it and an app there that runs an older commit. */
export async function setUpHeroku() {
  const platform = await startHeroku()
  const variables = { HEROKU_API_KEY: platform.key, HEROKU_API_URL: platform.url }
  const bench = setUpWorkbench(variables)
  const sha = bench.repository.commit({ 'index.js': 'console.log(1)\n' })
  const paused: number[] = []
  let later = 0
  const link = `https://codeload.example/acme/webapp/tar.gz/${sha}`
  const github: Pick<Context['github'], 'archive'> = { archive: async () => link }
  const app = platform.app('acme-web')
  const old = app.release({ commit: 'a'.repeat(40), description: 'Deploy aaaaaaaa' })

  function start(act: Act, settings: object = {}, given: Partial<ResumedJob> = {}): Worker {
    const control = new AbortController()
    const { signal } = control
    const checkpoints: Json[] = []
    const { job, context: base, close } = bench.open({ sha, ...given })
    const context: Context = {
      ...base,
      signal,
      github: { ...base.github, archive: (...asked) => github.archive(...asked) },
      checkpoint: async (state) => void checkpoints.push(state),
      now: () => Date.now() + later,
      async sleep(ms) {
        paused.push(ms)
        later += ms
        await pause(Math.min(ms, longestPauseMs), undefined, { signal })
      },
    }
    async function run(): Promise<Result> {
      try {
        return await act({ ...job, ...given }, heroku.settings.parse({ app: 'acme-web', ...settings }), context)
      } finally {
        await close()
      }
    }
    return { ended: run(), checkpoints, stop: (reason) => control.abort(reason) }
  }

  const deploy = (settings?: object, given?: Partial<Job>) =>
    start((job, parsedSettings, context) => heroku.deploy(job, parsedSettings, context), settings, given)

  return {
    ...bench,
    platform,
    app,
    sha,
    old,
    github,
    paused,
    deploy,
    start,
    deployed: (settings?: object, given?: Partial<Job>) => deploy(settings, given).ended,
    rollback: (previous: ResumedJob['previous'], given: Partial<Job> = {}) =>
      start((job, settings, context) => rollback({ ...job, previous: previous ?? {} }, settings, context), {}, given),
    resume: (checkpoint: Json | undefined, settings?: object, given?: Partial<ResumedJob>) =>
      start(
        (job, parsedSettings, context) => resume(job, parsedSettings, checkpoint ?? null, context),
        settings,
        given,
      ),
    async cancel(checkpoint: Json | undefined, settings: object = {}) {
      let answer: 'stopped' | 'rolled-back' | 'too-late' | undefined
      await start(async (job, parsedSettings, context) => {
        answer = await heroku.cancel?.(job, parsedSettings, checkpoint ?? null, context)
        return { outcome: 'unknown', summary: '' }
      }, settings).ended
      return answer
    },
    /** Calls of the API that changed something, in order. */
    changes: () => platform.journal.map(({ call }) => call).filter((call) => /^(POST|DELETE|PUT|PATCH)/.test(call)),
    calls: (pattern: RegExp) => platform.journal.filter(({ call }) => pattern.test(call)),
    /** Resolves when the platform was asked for it. */
    async called(pattern: RegExp): Promise<void> {
      while (!platform.journal.some(({ call }) => pattern.test(call))) await pause(5)
    },
    async tidy(): Promise<void> {
      await platform.close()
      bench.remove()
    },
  }
}

const rollback: NonNullable<typeof heroku.rollback> = (...given) => {
  if (!heroku.rollback) throw new Error('heroku rolls back')
  return heroku.rollback(...given)
}

const resume: NonNullable<typeof heroku.resume> = (...given) => {
  if (!heroku.resume) throw new Error('heroku resumes')
  return heroku.resume(...given)
}

export type HerokuBench = Awaited<ReturnType<typeof setUpHeroku>>
export type { HerokuStandIn }

/** Something a test lets go of when it is time. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open: () => open() }
}
