import { isLoopbackAddress } from '../../../server/access.ts'
import { reach } from '../reach.ts'
import { broken, type Check, ok, warning } from '../check.ts'

/** Whether the pages are where links to them lead. */
export const address: Check = async ({ config }) => {
  const { publicUrl, host } = config.http
  if (publicUrl === undefined) {
    const says = 'is not set, so the links on GitHub and in chat lead to this machine'
    const next =
      'set it to the address under which people and GitHub reach Slipway, such as https://slipway.example.com'
    return isLoopbackAddress(host) || host === '0.0.0.0' ? [warning('PUBLIC_URL', says, next)] : []
  }
  const answer = await reach(`${publicUrl}/healthz`)
  if (answer.kind === 'answer' && answer.status === 200 && answer.text.startsWith('The process is up'))
    return [ok('PUBLIC_URL', `a Slipway answers at ${publicUrl}`)]
  const got = answer.kind === 'answer' ? `something else than Slipway answers there (${answer.status})` : answer.why
  const next = 'start the server role, see that the proxy before it leads here, or correct PUBLIC_URL'
  return [broken('PUBLIC_URL', `${publicUrl}: ${got}`, next)]
}

/** Whether a server runs that the doctor can ask. */
export const server: Check = async ({ server: running, env }) => {
  const about = env['SLIPWAY_URL'] ? 'SLIPWAY_URL' : 'the server'
  const next = 'start it, or set SLIPWAY_URL and SLIPWAY_TOKEN to look at one that runs elsewhere'
  if (!running)
    return [warning('the server', 'none runs on this DATA_DIR, so what only it can see is not looked at', next)]
  const answer = await reach(`${running.url}/readyz`)
  if (answer.kind !== 'answer') return [broken(about, `${running.url}: ${answer.why}`, next)]
  if (answer.status !== 200) return [broken(about, answer.text.trim(), 'look into its log')]
  try {
    await running.api.pings()
    return [ok(about, `runs at ${running.url}`)]
  } catch (error) {
    return [
      broken(
        'SLIPWAY_TOKEN',
        error instanceof Error ? error.message : String(error),
        'API_TOKENS of the server names those that may ask',
      ),
    ]
  }
}
