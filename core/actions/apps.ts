import type { Apps } from '../apps/app.ts'
import type { AppsCommand } from '../commands/command.ts'
import type { Action } from './action.ts'

/** What can be deployed. */
export const apps: Action<AppsCommand> = async (_, { ports }) => {
  const { list, problems, brokenEdit } = ports.apps()
  return {
    ok: true,
    code: 'answered',
    message: {
      title: list.length === 1 ? 'one app' : `${list.length} apps`,
      lines: [...aboutEdit(brokenEdit), ...aboutProblems(problems)],
      table: {
        head: ['app', 'repository', 'environments'],
        rows: list.map((app) => [app.name, app.repository, app.environments.join(', ')]),
      },
    },
  }
}

const aboutEdit = (why: string | undefined) =>
  why === undefined ? [] : [`the last edit of apps.json is broken: ${why}; what was there before it stays in force`]

function aboutProblems(problems: Apps['problems']): string[] {
  const errors = problems.filter(({ level }) => level === 'error').length
  if (errors === 0) return []
  return [`apps.json has ${errors} more that cannot be used; \`slipway check\` names every problem`]
}
