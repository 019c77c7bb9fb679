import { z } from 'zod'
import type { Probe } from '../../../core/github/probe.ts'
import type { Answer, Reply } from '../../../core/github/reply.ts'
import { broken, type Check, type Finding, ok, type Surroundings, warning } from '../check.ts'
import { settingOf, standardProbe } from '../github-of.ts'
import { told } from '../told.ts'

const soonMs = 14 * 24 * 3_600_000
const user = z.object({ login: z.string() })
const app = z.object({ slug: z.string().optional(), name: z.string().optional() })

/** Whether GitHub can be reached, and takes our credentials. */
export const github: Check = async (around) => {
  const probe = standardProbe(around)
  if (!probe) return []
  return probe.askAsApp ? asApp(around, probe.askAsApp) : asToken(around, probe)
}

async function asToken(around: Surroundings, probe: Probe): Promise<Finding[]> {
  const { serverUrl } = around.config.github
  const reply = await probe.ask('', { method: 'GET', url: '/user' })
  if (reply.kind !== 'answer') return [unreachable(around, reply)]
  if (reply.status === 401) {
    const next = `make a new one at ${serverUrl}/settings/tokens; docs/github.md says with which rights`
    return [broken('GITHUB_TOKEN', `GitHub does not accept it: ${told(reply)}`, next)]
  }
  // A token of an installation or a workflow is nobody's, and is fine.
  const login = reply.status === 200 ? user.safeParse(reply.data).data?.login : undefined
  if (login === undefined && reply.status !== 403) return [unreachable(around, reply)]
  return [ok('GITHUB_TOKEN', login === undefined ? 'GitHub takes it' : `GitHub knows it as ${login}`), ...limits(reply)]
}

/** Of a classic token GitHub says the scopes; of a fine-grained one it says when it ends. */
function limits({ headers }: Answer): Finding[] {
  const found: Finding[] = []
  const scopes = headers['x-oauth-scopes']?.split(',').map((scope) => scope.trim())
  if (
    scopes &&
    scopes.join('') !== '' &&
    !scopes.some((scope) => ['repo', 'repo_deployment', 'public_repo'].includes(scope))
  )
    found.push(
      broken(
        'GITHUB_TOKEN',
        `has the scopes ${scopes.join(', ')}, and may not make deployments`,
        'give it the scope repo',
      ),
    )
  const ends = Date.parse(
    headers['github-authentication-token-expiration']?.replace(' UTC', 'Z').replace(' ', 'T') ?? '',
  )
  if (ends - Date.now() < soonMs)
    found.push(
      warning('GITHUB_TOKEN', `ends on ${new Date(ends).toISOString().slice(0, 10)}`, 'make a new one before that'),
    )
  return found
}

async function asApp(around: Surroundings, ask: NonNullable<Probe['askAsApp']>): Promise<Finding[]> {
  const reply = await ask({ method: 'GET', url: '/app' })
  if (reply.kind !== 'answer') return [unreachable(around, reply)]
  const found = reply.status === 200 ? app.safeParse(reply.data).data : undefined
  if (found) return [ok('GITHUB_APP_ID', `GitHub knows it as the App ${found.slug ?? found.name ?? 'without a name'}`)]
  const next = 'both are on the page of the App: its id, and under "Private keys" a new key'
  return [broken('GITHUB_APP_PRIVATE_KEY', `GitHub does not accept it with GITHUB_APP_ID: ${told(reply)}`, next)]
}

const unreachable = (around: Surroundings, reply: Reply): Finding =>
  broken(
    'GITHUB_API_URL',
    `${around.config.github.apiUrl}: ${told(reply)}`,
    `look at the network and at GITHUB_API_URL; ${settingOf(around)} could not be tried`,
  )
