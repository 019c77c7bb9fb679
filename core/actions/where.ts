import { short } from '../chat/words.ts'
import type { WhereCommand } from '../commands/command.ts'
import { headOf } from '../records/lanes.ts'
import type { Action } from './action.ts'
import { findApp } from './find-target.ts'
import type { Ports } from './ports.ts'

/** The environments of an app, with what is there and what is on its way. */
export const where: Action<WhereCommand> = async ({ app: name }, { ports }) => {
  const app = findApp(name, ports)
  if ('answer' in app) return app.answer
  const { found } = app
  const rows = await Promise.all(
    found.environments.map((environment) => row(found.target(environment)?.id, environment, ports)),
  )
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

async function row(target: string | undefined, environment: string, ports: Ports): Promise<string[]> {
  if (target === undefined) return [environment, '', '']
  const live = (await ports.records.targets.get(target))?.value.live
  const head = await headOf(ports, target)
  return [
    environment,
    live ? `${short(live.sha)} (#${live.deployment})` : 'unknown',
    head ? `#${head.id} ${head.state}` : '',
  ]
}
