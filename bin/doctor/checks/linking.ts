import { beginDeviceFlow } from '../../../core/github/device-flow.ts'
import { broken, type Check, ok } from '../check.ts'

/** Whether people can prove who they are on GitHub. The code that GitHub gives for the asking is thrown away. */
export const linking: Check = async ({ config, problems }) => {
  const { clientId, clientSecret, apiUrl, serverUrl } = config.github
  if (clientId === undefined)
    return [ok('GITHUB_CLIENT_ID', 'is not set: `link github` is off, everything is asked for by the bot')]
  const keyIsTold = problems.some((problem) => problem.startsWith('SLIPWAY_KEY'))
  const key =
    config.key === undefined && !keyIsTold
      ? [
          broken(
            'SLIPWAY_KEY',
            'is not set, so `link github` has nowhere to keep tokens',
            'set it, for every role, to what openssl rand -hex 32 prints',
          ),
        ]
      : []
  const begun = await beginDeviceFlow({ clientId, clientSecret, apiUrl, serverUrl })
  if (begun.kind === 'begun') return [ok('GITHUB_CLIENT_ID', 'GitHub begins its device flow'), ...key]
  const next =
    begun.kind === 'refused'
      ? 'copy the client id from the settings of the App or OAuth app, and enable the device flow there'
      : 'look at the network, and at GITHUB_SERVER_URL'
  return [broken('GITHUB_CLIENT_ID', `GitHub does not begin its device flow: ${begun.message}`, next), ...key]
}
