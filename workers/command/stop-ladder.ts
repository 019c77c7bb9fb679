import { setTimeout as pause } from 'node:timers/promises'
import type { StopSignal, StopStep } from './protocol.ts'
import { runProcesses, signalAll } from './run-processes.ts'

/** How often the ladder looks whether anything is left. */
const lookEveryMs = 50
/** KILL works at once but for a process stuck in the kernel; that one is reported, not waited for. */
const afterKillMs = 5_000
/** What did not mind INT is given the last part of its time for TERM: half of it, and no more than this. */
const longestTermMs = 5_000

export interface Ladder {
  /** Undefined when nobody learned it: then SLIPWAY_RUN alone tells what belongs to the run. */
  readonly group: number | undefined
  readonly run: string
  /** What it is asked with first. */
  readonly signal: StopSignal
  /** From there to KILL. */
  readonly graceMs: number
  readonly tell: (step: StopStep) => void
}

/**
 * TERM (or INT, wait, TERM), wait, KILL, until nothing of the run is left. Resolves when it is sure, with what even KILL
 * did not end.
 */
export async function climbStopLadder({ group, run, signal, graceMs, tell }: Ladder): Promise<readonly number[]> {
  const termMs = signal === 'SIGTERM' ? graceMs : Math.min(graceMs / 2, longestTermMs)
  const ask = (by: StopSignal) => {
    signalAll(group, runProcesses(group, run), by)
    // A stopped process hears it only once it goes on.
    signalAll(group, runProcesses(group, run), 'SIGCONT')
  }
  tell({ event: 'asked', signal })
  ask(signal)
  let left = await waitUntilGone(group, run, signal === 'SIGTERM' ? termMs : graceMs - termMs, () => {})
  if (left.length > 0 && signal !== 'SIGTERM') {
    tell({ event: 'asked-again', signal: 'SIGTERM', afterMs: graceMs - termMs })
    ask('SIGTERM')
    left = await waitUntilGone(group, run, termMs, () => {})
  }
  if (left.length > 0) {
    tell({ event: 'killed', afterMs: graceMs })
    const kill = (processes: readonly number[]) => signalAll(group, processes, 'SIGKILL')
    kill(left)
    left = await waitUntilGone(group, run, afterKillMs, kill)
  }
  tell({ event: 'stopped', left })
  return left
}

/** What is still there after `limitMs`. `each` sees what is left at every look: something may have been forked meanwhile. */
async function waitUntilGone(
  group: number | undefined,
  run: string,
  limitMs: number,
  each: (left: readonly number[]) => void,
): Promise<number[]> {
  const until = performance.now() + limitMs
  for (;;) {
    const left = runProcesses(group, run)
    if (left.length === 0 || performance.now() >= until) return left
    each(left)
    await pause(lookEveryMs)
  }
}
