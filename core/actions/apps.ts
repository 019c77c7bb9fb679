import type { AppsCommand } from '../commands/command.ts'
import type { Action } from './action.ts'

/** What can be deployed. */
export const apps: Action<AppsCommand> = async (_, { ports }) => {
  const { list, problems } = ports.apps()
  const errors = problems.filter(({ level }) => level === 'error').length
  return {
    ok: true,
    code: 'answered',
    message: {
      title: list.length === 1 ? 'one app' : `${list.length} apps`,
      table: {
        head: ['app', 'repository', 'environments'],
        rows: list.map((app) => [app.name, app.repository, app.environments.join(', ')]),
      },
      ...(errors > 0 && {
        lines: [`apps.json has ${errors} more that cannot be used; \`slipway check\` names every problem`],
      }),
    },
  }
}
