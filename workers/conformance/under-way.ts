import { setTimeout as pause } from 'node:timers/promises'
import type { Bench } from './bench.ts'
import { hasBegun } from './seen.ts'
import type { Trial, TrialOptions } from './trial.ts'

const lookMs = 20
const patienceMs = 10_000 // until the first sign of life

/** A deployment that goes on, after its first sign of life. */
export async function underWay(
  bench: Bench,
  options: TrialOptions = {},
): Promise<{ readonly trial: Trial; readonly isOver: () => boolean }> {
  let over = false
  const trial = bench.trial({ ...options, settings: bench.settings('lasts') })
  const ended = trial.over.then(() => {
    over = true
  })
  const until = performance.now() + patienceMs
  while (!over && !hasBegun(trial.seen) && performance.now() < until) await pause(lookMs)
  // What it tells before its first wait is told at once: a moment later it is in the middle of something.
  await Promise.race([ended, pause(lookMs)])
  return { trial, isOver: () => over }
}
