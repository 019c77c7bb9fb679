import { logOf } from '../../../core/records/deployment.ts'
import { deploymentById } from '../../../core/records/find.ts'
import { runProcesses } from '../../../workers/command/run-processes.ts'
import { eventually } from '../patience.ts'
import type { Stage } from '../stage.ts'
import { StoryBroke } from '../story-broke.ts'
import type { Act } from './act.ts'

const startMs = 20_000

export const cancelled: Act = {
  caption: 'A cancel: the deploy stops with all its processes, and what is served stays',
  async play(stage) {
    const before = await stage.sandbox.serving('production')
    await stage.pushes({ who: 'bob', branch: 'import', change: 'All products of 1997', seconds: 60 })
    await stage.says('bob', 'deploy webapp/import to production')
    const run = await runThatSays(stage, '2 of 60 s')
    const processes = () => runProcesses(undefined, run)
    const working = processes().length

    await stage.says('alice', 'cancel')
    await stage.over()
    const left = processes().length
    if (left > 0) throw new StoryBroke('no process of the deploy to be left', `${left}`)
    // Only Linux lets us count them.
    if (working > 0) stage.teller.tells('world', `processes of the deploy: ${working} before, none now`)
    await stage.serves('production', before?.sha ?? '')
  },
}

/** Token of the newest run in production, once its log says this. */
const runThatSays = (stage: Stage, text: string) =>
  eventually(
    async () => {
      const { engine, records } = stage.slipway.ports
      const record = await deploymentById(engine.store, records, stage.deployments('production').at(-1)?.id ?? 0)
      const log = record && (await engine.store.logs.read(logOf(record.key), 0)).text
      return log?.includes(text) ? record?.run : undefined
    },
    { expected: 'the deploy to be under way', seen: () => 'that it was not', withinMs: startMs, signal: stage.signal },
  )
