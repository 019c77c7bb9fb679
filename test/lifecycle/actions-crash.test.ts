import { writeFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { sharedEngines } from './engines.ts'
import { addressIn } from './program.ts'
import { withGround } from './with-ground.ts'
import { until, webhookSecret } from './world.ts'

const longMs = 60_000

test(
  'a process killed with -9 after it has dispatched: the next one follows the run to its end, and dispatches nothing',
  () =>
    withGround(async ({ ground, starts, later }) => {
      // A server, where there is one, starts sooner than the embedded engine.
      const engine = await sharedEngines[0]?.open()
      if (engine) later(() => engine.remove())
      const env = { ...ground.env, ...engine?.env }
      const actions = { workflow: 'deploy.yml', inputs: { sha: '{sha}' } }
      const entry = { repository: 'acme/web', provider: 'actions', environments: ['production'], actions }
      await writeFile(ground.appsFile, JSON.stringify({ web: entry }))
      await ground.web.workflow({ file: 'deploy.yml', name: 'Deploy', inputs: ['sha'], jobs: ['ship'] })

      const first = starts(env)
      await ground.github.setWebhook(`${addressIn(await first.ready())}/webhooks/github`, webhookSecret)
      first.says('deploy web to production')
      const run = await until(() => ground.web.workflowRuns()[0]?.id, longMs)
      const reads = () => ground.github.requests().filter(({ path }) => path.endsWith(`/actions/runs/${run}`)).length
      await until(() => reads() > 0 || undefined, longMs)
      first.signal('SIGKILL')
      await first.gone

      const again = starts(env)
      await again.ready()
      await ground.web.endRun(run, 'success')
      await until(() => ground.states(0).includes('success') || undefined, longMs)
      expect(ground.states(0)).toEqual(['in_progress', 'success'])
      expect(ground.web.workflowRuns()).toHaveLength(1)
    }),
  180_000,
)
