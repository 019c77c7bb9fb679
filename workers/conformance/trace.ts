import type { Bench } from './bench.ts'
import type { Ending, Trial } from './trial.ts'

/** Whether a name was passed on: to a command, to the platform, or into what came of the run. */
export async function leavesTrace(name: string, { seen }: Trial, ending: Ending, bench: Bench): Promise<boolean> {
  const told = [
    JSON.stringify(seen.commands),
    JSON.stringify(seen.progress),
    JSON.stringify(seen.checkpoints),
    JSON.stringify(ending),
    seen.log.text,
    (await bench.scenes.heard?.()) ?? '',
  ]
  return told.some((text) => text.includes(name))
}
