import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { GitHub } from '../../core/github/github.ts'
import type { Json } from '../../core/json.ts'
import type { Redactor } from '../../core/secrets/redactor.ts'
import type { Checkouts } from '../checkout/checkouts.ts'
import { createLogWriter } from '../log/log-writer.ts'
import { isDecided } from '../outcome.ts'
import type { Context, Job, Provider, Result, StopReason } from '../providers/provider.ts'
import { createTools } from '../tools.ts'
import { randomSecret } from './planted.ts'
import { hearPrinted } from './printed.ts'
import { end, type Process, watchProcesses } from './processes.ts'
import { nothingSeen, type Seen, watchedLogs } from './seen.ts'

/** What a run comes to: a result, the words with which it threw, or neither within the time. */
export type Ending =
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'threw'; readonly message: string }
  | { readonly kind: 'late' }

export interface Trial {
  readonly seen: Seen
  stop(reason: StopReason): void
  /** Never rejects. `left`: processes still there afterwards, ended by now; undefined where they cannot be seen. */
  readonly over: Promise<{ readonly ending: Ending; readonly left: readonly Process[] | undefined }>
}

export interface TrialOptions {
  /** Instead of the one that is judged. */
  readonly provider?: Provider
  readonly settings?: Json
  readonly job?: Partial<Job>
  /** Instead of a deployment: goes on from this checkpoint, as a second worker does. */
  readonly resume?: Json
  /** The worker dies at its nth checkpoint (from 0): before it is kept, or right after. */
  readonly dies?: { readonly at: number; readonly when: 'before' | 'after' }
  /** Hears each checkpoint before it is kept. */
  readonly onCheckpoint?: (index: number) => void | Promise<void>
  /** How long processes may take to go once it is over. */
  readonly partingMs?: number
  /** Runs in place of every command. */
  readonly instead?: readonly string[]
  /** Milliseconds after which it counts as late; a minute without a word. */
  readonly limitMs?: number
}

interface Parts {
  readonly provider: Provider
  readonly redactor: Redactor
  readonly checkouts: Checkouts
  readonly github: () => GitHub
  readonly cloneUrl: string
  readonly env: NodeJS.ProcessEnv
  readonly pace: number
}

type Given = TrialOptions & { readonly settings: Json; readonly job: Job }

const usualLimitMs = 60_000
const stopMs = 5_000 // from a cancel to the end
const beatMs = 2_000 // a command without a beat for ten seconds is stopped as that of a dead worker

export function startTrial(parts: Parts, given: Given): Trial {
  const seen = nothingSeen()
  const control = new AbortController()
  return { seen, stop: (reason) => control.abort(reason), over: carryOut(parts, given, seen, control) }
}

async function carryOut(parts: Parts, given: Given, seen: Seen, control: AbortController) {
  // Inherited by what a provider starts by itself; what it starts through its context carries SLIPWAY_RUN.
  const mark = randomBytes(6).toString('hex')
  process.env['SLIPWAY_CONFORMANCE'] = mark
  const processes = watchProcesses([`SLIPWAY_CONFORMANCE=${mark}`, `SLIPWAY_RUN=${given.job.run}`], seen.commandLines)
  const unhear = hearPrinted((text) => {
    seen.printed += text
  })
  const late = new AbortController()
  const patience = (ms: number) => pause(ms, { kind: 'late' } as const, { signal: late.signal })
  try {
    const ending = await Promise.race([
      act(parts, given, seen, control),
      patience(given.limitMs ?? usualLimitMs),
      once(control.signal, 'abort').then(() => patience(stopMs)),
    ])
    if (ending.kind === 'late') control.abort({ kind: 'lease' } satisfies StopReason)
    const left = await processes.left(given.partingMs ?? 0)
    end(left ?? [])
    return { ending, left }
  } finally {
    late.abort()
    unhear()
    processes.close()
    delete process.env['SLIPWAY_CONFORMANCE']
  }
}

/** As the runner does: look first, then begin or go on; after a cancel stop the platform too. */
async function act(parts: Parts, given: Given, seen: Seen, control: AbortController): Promise<Ending> {
  const { provider } = parts
  const { job } = given
  const settings = provider.settings.safeParse(given.settings)
  if (!settings.success) {
    const why = settings.error.issues.map(({ path, message }) => `${path.map(String).join('.')} ${message}`.trim())
    return { kind: 'threw', message: `its settings refuse ${JSON.stringify(given.settings)}: ${why.join('; ')}` }
  }
  const first = await inContext(parts, given, seen, control, async (context) => {
    if (given.resume !== undefined && provider.resume) return provider.resume(job, settings.data, given.resume, context)
    const findings = (await provider.preflight?.(job, settings.data, context)) ?? []
    const against = findings.filter(({ level }) => level === 'error')
    if (against.length > 0) return { outcome: 'failed', summary: against.map(({ text }) => text).join('; ') }
    return provider.deploy(job, settings.data, context)
  })
  const checkpoint = seen.checkpoints.at(-1)
  const reason = control.signal.reason as StopReason | undefined
  const isOver = first.kind === 'result' && isDecided(first.result)
  if (reason?.kind !== 'cancel' || isOver || checkpoint === undefined || !provider.cancel) return first
  return inContext(parts, given, seen, new AbortController(), async (context) => {
    const how = await provider.cancel?.(job, settings.data, checkpoint, context)
    return { outcome: how === 'too-late' ? 'unknown' : 'cancelled', summary: `its cancel answered ${how}` }
  })
}

async function inContext(
  parts: Parts,
  given: Given,
  seen: Seen,
  control: AbortController,
  work: (context: Context) => Promise<Result>,
): Promise<Ending> {
  const opened = contextOf(parts, given, seen, control)
  try {
    return { kind: 'result', result: await work(opened.context) }
  } catch (error) {
    return { kind: 'threw', message: error instanceof Error ? error.message : String(error) }
  } finally {
    await opened.close()
  }
}

/** The tools and the log of a worker, and what is done with them written down. */
function contextOf(
  { env, ...parts }: Parts,
  { job, dies, onCheckpoint, instead }: Given,
  seen: Seen,
  control: AbortController,
) {
  const { signal } = control
  const begun = Date.now()
  const writer = createLogWriter(watchedLogs(seen), 'conformance', parts.redactor)
  const { close, ...tools } = createTools({
    ports: { github: parts.github },
    workshop: { redactor: parts.redactor, checkouts: parts.checkouts, env },
    target: { repository: job.repository, git: parts.cloneUrl, githubApi: undefined, githubToken: undefined },
    run: job.run,
    commit: job,
    signal,
    writer,
    heartbeats(beat) {
      const timer = setInterval(beat, beatMs)
      return () => clearInterval(timer)
    },
  })

  function die(): never {
    control.abort({ kind: 'lease' } satisfies StopReason)
    throw new Error('the lease of webapp/production is lost')
  }

  const context: Context = {
    signal,
    ...tools,
    log: (line) => writer.line(line),
    output(onLine) {
      seen.outputs += 1
      const output = writer.output(onLine)
      return { write: (chunk) => output.write(chunk, 'out'), end: output.end }
    },
    progress(step) {
      seen.progress.push(step)
      writer.line(step.phase).catch(() => undefined) // the log of a trial is a counter: there is nothing to be lost
    },
    async checkpoint(state) {
      const index = seen.checkpoints.length
      await onCheckpoint?.(index)
      const kept = z.json().safeParse(state)
      if (!kept.success) seen.notJson = true
      if (dies?.at === index && dies.when === 'before') die()
      seen.checkpoints.push(kept.data ?? null)
      if (dies?.at === index) die()
    },
    conceal(value) {
      seen.secrets.set(`concealed ${seen.secrets.size}`, value)
      tools.conceal(value)
    },
    secret(name) {
      env[name] ??= randomSecret(name)
      const value = tools.secret(name)
      seen.secrets.set(name, value)
      return value
    },
    run(command, options) {
      seen.commands.push({ argv: command, env: options.env, stdin: options.stdin })
      return tools.run(instead ?? command, options)
    },
    alone: (_name, work) => work(), // nobody else is here
    now: () => begun + (Date.now() - begun) * parts.pace,
    sleep: (ms) => pause(ms / parts.pace, undefined, { signal }),
  }
  return {
    context,
    async close() {
      await writer.close()
      await close()
    },
  }
}
