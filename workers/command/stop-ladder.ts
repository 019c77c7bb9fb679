import { setTimeout as pause } from 'node:timers/promises'
import type { StopStep } from './protocol.ts'
import { runProcesses, signalAll } from './run-processes.ts'

/** How often the ladder looks whether anything is left. */
const lookEveryMs = 50
/** KILL works at once but for a process stuck in the kernel; that one is reported, not waited for. */
const afterKillMs = 5_000

export interface Ladder {
  /** Undefined when nobody learned it: then SLIPWAY_RUN alone tells what belongs to the run. */
  readonly group: number | undefined
  readonly run: string
  readonly graceMs: number
  readonly tell: (step: StopStep) => void
}

/** TERM, wait, KILL, until nothing of the run is left. Resolves when it is sure, with what even KILL did not end. */
export async function climbStopLadder({ group, run, graceMs, tell }: Ladder): Promise<readonly number[]> {
  tell({ event: 'asked' })
  signalAll(group, runProcesses(group, run), 'SIGTERM')
  // A stopped process hears TERM only once it goes on.
  signalAll(group, runProcesses(group, run), 'SIGCONT')
  let left = await waitUntilGone(group, run, graceMs, () => {})
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
