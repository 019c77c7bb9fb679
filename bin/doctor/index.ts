import { ConfigError } from '../../core/config/config-error.ts'
import { surveyConfig } from '../../core/config/read-config.ts'
import { AppsError } from '../../core/apps/errors.ts'
import { createApi } from '../do/api.ts'
import { findServer } from '../do/find-server.ts'
import { broken, type Check, type Finding, type Surroundings } from './check.ts'
import { address, server } from './checks/address.ts'
import { appWebhook } from './checks/app-webhook.ts'
import { apps, people } from './checks/apps.ts'
import { engine } from './checks/engine.ts'
import { github } from './checks/github.ts'
import { linking } from './checks/linking.ts'
import { providers } from './checks/providers.ts'
import { repositories } from './checks/repositories.ts'
import { settings } from './checks/settings.ts'
import { slack } from './checks/slack.ts'
import { teams } from './checks/teams.ts'
import { webhooks } from './checks/webhooks.ts'
import { loadAppsOf } from './load-apps-of.ts'

/** All that is looked at, in the order in which it is told. Another look is a file and a line here. */
const checks: readonly (readonly [string, Check])[] = [
  ['the environment', settings],
  ['apps.json', apps],
  ['people.json', people],
  ['the engine', engine],
  ['the server', server],
  ['PUBLIC_URL', address],
  ['GitHub', github],
  ['the repositories', repositories],
  ['the teams', teams],
  ['the webhooks', webhooks],
  ['the App’s webhook', appWebhook],
  ['link github', linking],
  ['Slack', slack],
  ['the providers', providers],
]

/** Looks at everything; `tell` hears of each finding as soon as those before it are told. */
export async function examine(env: NodeJS.ProcessEnv, tell: (finding: Finding) => void): Promise<void> {
  const around = await look(env)
  const failures = new Set<string>()
  for (const [name, check] of checks)
    for (const finding of await carefully(name, check, around, failures)) tell(finding)
}

/** A look that goes wrong does not keep the others from being taken; what keeps several from it is told once. */
async function carefully(
  name: string,
  check: Check,
  around: Surroundings,
  failures: Set<string>,
): Promise<readonly Finding[]> {
  try {
    return await check(around)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    if (failures.has(why)) return []
    failures.add(why)
    return [broken(name, `could not be looked at: ${why}`, 'mend that first, and ask again')]
  }
}

async function look(env: NodeJS.ProcessEnv): Promise<Surroundings> {
  const { config, problems } = surveyConfig(env, [])
  return { env, config, problems, apps: await appsIn(config, env), server: await runningServer(env) }
}

async function appsIn(config: Surroundings['config'], env: NodeJS.ProcessEnv): Promise<Surroundings['apps']> {
  try {
    return (await loadAppsOf(config, env)).apps
  } catch (error) {
    // The check of apps.json says why.
    if (error instanceof AppsError) return undefined
    throw error
  }
}

async function runningServer(env: NodeJS.ProcessEnv): Promise<Surroundings['server']> {
  try {
    const found = await findServer(env)
    return { url: found.url, api: createApi(found, new AbortController().signal) }
  } catch (error) {
    if (error instanceof ConfigError) return undefined
    throw error
  }
}
