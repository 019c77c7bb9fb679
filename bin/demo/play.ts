import { aDeploy } from './acts/a-deploy.ts'
import { behind } from './acts/behind.ts'
import { cancelled } from './acts/cancelled.ts'
import { red } from './acts/red.ts'
import { twoAtOnce } from './acts/two-at-once.ts'
import { ending, opening, ready } from './frame.ts'
import { openStage } from './stage.ts'
import type { Teller } from './teller.ts'

const acts = [aDeploy, red, behind, twoAtOnce, cancelled]

/**
 * Plays the story to its end, cleans up and resolves; rejects with StoryBroke when it goes another way than it should,
 * and with the signal's reason when that is aborted.
 */
export async function play(teller: Teller, signal: AbortSignal): Promise<void> {
  const start = performance.now()
  const seconds = () => Math.round((performance.now() - start) / 1000)
  const log: string[] = []

  teller.aside(opening)
  const stage = await openStage({ teller, signal, writeLog: (line) => void log.push(line) })
  try {
    teller.aside(ready(seconds()))
    for (const [index, act] of acts.entries()) {
      signal.throwIfAborted()
      teller.caption(`${index + 1}  ${act.caption}`)
      await act.play(stage)
    }
  } finally {
    await stage.close()
  }
  teller.aside(ending(seconds()))
}
