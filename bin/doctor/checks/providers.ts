import type { Target } from '../../../core/apps/app.ts'
import type { Api } from '../../do/api.ts'
import { broken, type Check, type Finding, ok, warning } from '../check.ts'

/** Asks each target's platform what is live, through the worker that runs: it has the credentials, and nothing is changed. */
export const providers: Check = async ({ apps, server }) => {
  if (!apps || !server) return []
  const targets = apps.list.flatMap((app) => app.environments.flatMap((name) => app.target(name) ?? []))
  const found: Finding[] = []
  for (const target of targets) found.push(await asked(target, server.api))
  return found
}

async function asked({ id, app, environment, provider }: Target, api: Api): Promise<Finding> {
  if (provider === undefined) return broken(id, 'no provider carries it out', 'give it a "provider" in apps.json')
  try {
    const { code, text } = await api.command(`current ${app} in ${environment}`)
    const says = text.replaceAll('\n', ';').replace(/ +/g, ' ')
    if (code === 'platform-failed' || code === 'provider-settings' || code === 'provider-unknown')
      return broken(id, says, 'mend what it names, in apps.json or in the environment of the worker')
    if (code === 'no-worker')
      return warning(id, `no worker answers, so ${provider} could not be asked`, 'start the worker role')
    return ok(
      id,
      code === 'answered' ? `${provider} answers` : `${provider} has nothing to be asked about; its settings are good`,
    )
  } catch (error) {
    return warning(
      id,
      `could not be asked: ${error instanceof Error ? error.message : String(error)}`,
      'look at the server first',
    )
  }
}
