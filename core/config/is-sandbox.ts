import { type Variable, variables } from './variables.ts'

const tiesToTheWorld = ({ name, group }: Variable) =>
  group === 'GitHub' || /SLACK/.test(name) || ['REDIS_URL', 'DATABASE_URL', 'HUBOT_DEPLOY_APPS_JSON'].includes(name)

/** True when nothing says which GitHub, Slack, engine or apps are meant: then the sandbox may start by itself. */
export function isSandbox(env: NodeJS.ProcessEnv): boolean {
  const table: readonly Variable[] = variables
  const names = table.filter(tiesToTheWorld).flatMap(({ name, also = [] }) => [name, ...also])
  return names.every((name) =>
    [env[name], env[`${name}_FILE`]].every((value) => value === undefined || value.trim() === ''),
  )
}
