import { closeSync } from 'node:fs'
import type { Ended, StopReason } from '../providers/provider.ts'
import { createActivity } from './activity.ts'
import { CommandError } from './command-error.ts'
import { openOutputPipes } from './output-pipes.ts'
import { keepLimits } from './limits.ts'
import type { Limits } from './limits.ts'
import type { Event, StartOrder, StopSignal } from './protocol.ts'
import { readOutput } from './read-output.ts'
import { startWatcher } from './start-watcher.ts'
import { stepNote } from './step-note.ts'
import { climbStopLadder } from './stop-ladder.ts'
import { untilQuiet } from './until-quiet.ts'
import { whyNotStarted } from './why-not-started.ts'

export interface CommandRequest {
  readonly command: readonly string[]
  readonly cwd: string
  /** All the command sees of an environment, but for SLIPWAY_RUN. */
  readonly env: { readonly [name: string]: string }
  /** Value of SLIPWAY_RUN, by which processes that leave the group are found. */
  readonly run: string
  /** Without it stdin is empty. */
  readonly stdin?: string
  /** Milliseconds the command may take in all, and may say nothing. */
  readonly timeoutMs?: number
  readonly silenceMs?: number
  /** Aborted with a StopReason. */
  readonly signal: AbortSignal
  /** Called once per chunk and stream at a time; the command is read on when it resolves. A rejection stops the command. */
  readonly onOutput: (chunk: Buffer, stream: 'out' | 'err') => Promise<void>
  /** A line of ours for the log. */
  readonly note: (text: string) => Promise<void>
  /** Calls `beat` whenever the lease was renewed; returns how to stop that. */
  readonly heartbeats: (beat: () => void) => () => void
  /** What it is asked to stop with; default SIGTERM. After SIGINT comes SIGTERM, before the grace is over. */
  readonly stopSignal?: StopSignal
  /** Between being asked and KILL when the worker orders the stop; default 10 s. */
  readonly graceMs?: number
  /** The same when the worker is dead or has lost the lease; default 3 s: with the heartbeat it is over before the lease is. */
  readonly orphanGraceMs?: number
  /** Without a beat for this long the watcher takes the worker for dead; default 10 s of the lease's 15. */
  readonly heartbeatMs?: number
}

/**
 * Runs a command in its own process group under the watcher. Resolves when it has ended and its output was read; after a
 * stop only when nothing of the run is left. Rejects with what `onOutput` or `note` rejected with, or a CommandError.
 */
export async function runCommand(request: CommandRequest): Promise<Ended> {
  const { signal, stopSignal = 'SIGTERM', graceMs = 10_000, orphanGraceMs = 3_000 } = request
  if (signal.aborted) return { stopped: signal.reason as StopReason }

  const activity = createActivity()
  const seen: Seen = {}
  let wanted: Ended['stopped']
  let failure: { readonly cause: unknown } | undefined
  let notes = Promise.resolve()
  let forgetLimits = () => {}

  const pipes = await openOutputPipes()
  const watcher = startWatcher(startOrder(request), pipes.out.writeEnd, pipes.err.writeEnd, heed)
  closeSync(pipes.out.writeEnd)
  closeSync(pipes.err.writeEnd)
  const readers = [
    readOutput(pipes.out.readEnd, activity, (chunk) => pass(chunk, 'out')),
    readOutput(pipes.err.readEnd, activity, (chunk) => pass(chunk, 'err')),
  ]

  function stop(reason: Ended['stopped']): void {
    wanted ??= reason
    // Somebody else may have the target when the lease is over: no more time is given than to an orphan.
    const late = reason?.kind === 'lease'
    watcher.tell({ do: 'stop', graceMs: late ? orphanGraceMs : graceMs, signal: late ? 'SIGTERM' : stopSignal })
  }

  /** Without its log a command does not go on. */
  function fail(cause: unknown): void {
    failure ??= { cause }
    stop({ kind: 'lease' })
  }

  async function pass(chunk: Buffer, stream: 'out' | 'err'): Promise<void> {
    if (failure === undefined) await request.onOutput(chunk, stream).catch(fail)
  }

  function say(text: string): void {
    notes = notes.then(() => request.note(text)).catch(fail)
  }

  function heed(event: Event): void {
    const text = stepNote(event)
    if (text !== undefined) say(text)
    if (event.event === 'started') {
      seen.pid = event.pid
      activity.begin()
      activity.done()
      forgetLimits = keepLimits(limitsOf(request), activity, (kind) => stop({ kind }))
    }
    if (event.event === 'not-started') seen.notStarted = whyNotStarted(event, request)
    if (event.event === 'exited') seen.exit = event
    if (event.event === 'orphaned') wanted ??= { kind: 'lease' }
    if (event.event === 'asked') seen.asked = true
    if (event.event === 'stopped') seen.stopped = true
  }

  const onAbort = () => stop(signal.reason as StopReason)
  signal.addEventListener('abort', onAbort, { once: true })
  const forgetBeats = request.heartbeats(() => watcher.tell({ do: 'beat' }))
  if (signal.aborted) onAbort()

  const complaint = await watcher.gone
  signal.removeEventListener('abort', onAbort)
  forgetBeats()
  forgetLimits()
  const lost = watcherLost(seen)
  if (lost) await climbStopLadder({ group: seen.pid, run: request.run, signal: 'SIGTERM', graceMs, tell: heed })
  await untilQuiet(readers, activity)
  if (readers.some((reader) => reader.isOpen())) say('left a process behind that still holds its output')
  for (const reader of readers) reader.leave()
  await Promise.all(readers.map((reader) => reader.ended))
  await notes

  if (failure !== undefined) throw failure.cause
  if (lost) throw new CommandError(lostSentence(complaint))
  return endedAs(seen, wanted)
}

/** What the watcher has told so far. */
interface Seen {
  pid?: number
  notStarted?: string
  exit?: { readonly code: number | null; readonly signal: string | null }
  asked?: boolean
  stopped?: boolean
}

function startOrder({
  command,
  cwd,
  env,
  run,
  stdin,
  heartbeatMs = 10_000,
  orphanGraceMs = 3_000,
}: CommandRequest): StartOrder {
  return { command, cwd, env, run, heartbeatMs, orphanGraceMs, ...(stdin !== undefined && { stdin }) }
}

function limitsOf({ timeoutMs, silenceMs }: CommandRequest): Limits {
  return { timeoutMs, silenceMs }
}

function watcherLost({ exit, notStarted, stopped }: Seen): boolean {
  return exit === undefined && notStarted === undefined && stopped === undefined
}

function lostSentence(complaint: string): string {
  const why = complaint.trim() === '' ? '' : ` (${complaint.trim()})`
  return `the watcher of the command died${why}, so what it had started was stopped; look what was done, then retry`
}

/** A stop that was wanted but came after the end did not end anything. */
function endedAs({ notStarted, exit, asked }: Seen, wanted: Ended['stopped']): Ended {
  if (notStarted !== undefined) return { notStarted }
  const { code = null, signal = null } = exit ?? {}
  return {
    ...(code !== null && { code }),
    ...(signal !== null && { signal }),
    ...(asked && wanted !== undefined && { stopped: wanted }),
  }
}
