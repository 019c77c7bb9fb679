import { short } from '../chat/words.ts'
import type { Target } from '../apps/app.ts'
import type { WhereCommand } from '../commands/command.ts'
import { headOf } from '../records/lanes.ts'
import type { Wait } from '../records/wait.ts'
import type { Action } from './action.ts'
import { findApp } from './find-target.ts'
import type { Ports } from './ports.ts'

/** The environments of an app, with what is there and what is on its way. */
export const where: Action<WhereCommand> = async ({ app: name }, { ports }) => {
  const app = findApp(name, ports)
  if ('answer' in app) return app.answer
  const { found } = app
  const waits = (await ports.records.waits.list()).map(({ value }) => value)
  const targets = found.environments.flatMap((environment) => found.target(environment) ?? [])
  const rows = await Promise.all(targets.map((target) => row(target, waits, ports)))
  const byDefault = found.defaultEnvironment === undefined ? '' : ` (${found.defaultEnvironment}, when none is named)`
  return {
    ok: true,
    code: 'answered',
    message: {
      title: `where ${found.name} of ${found.repository} can go${byDefault}`,
      table: { head: ['environment', 'there', 'on its way'], rows },
    },
  }
}

async function row({ id, app, environment }: Target, waits: readonly Wait[], ports: Ports): Promise<string[]> {
  const live = (await ports.records.targets.get(id))?.value.live
  const head = await headOf(ports, id)
  const waiting = waits
    .filter((wait) => wait.app === app && wait.environment === environment)
    .flatMap((wait) => onItsWay(wait) ?? [])
  return [
    environment,
    live ? `${short(live.sha)} (#${live.deployment})` : 'unknown',
    [...(head ? [`#${head.id} ${head.state}`] : []), ...waiting].join(', '),
  ]
}

function onItsWay({ branch, sha, state }: Wait): string | undefined {
  const what = branch ?? short(sha)
  if (state === 'waiting') return `${what} waits for its checks`
  return state === 'starting' ? `${what} is green and starts` : undefined
}
