import type { Target } from '../../core/apps/app.ts'
import { createProbe, type Probe } from '../../core/github/probe.ts'
import type { Surroundings } from './check.ts'

/** One repository of apps.json, and who looks at it. */
export interface Known {
  readonly repository: string
  /** The first app that deploys it. */
  readonly app: string
  /** The setting that its credentials come from. */
  readonly setting: string
  readonly probe: Probe
}

export const settingOf = ({ config }: Surroundings) =>
  config.github.credentials.kind === 'token' ? 'GITHUB_TOKEN' : 'GITHUB_APP_PRIVATE_KEY'

/** Undefined where there are no credentials at all: the settings tell of that. */
export const standardProbe = (around: Surroundings): Probe | undefined => probeFor(around, {})

function probeFor(
  { config }: Surroundings,
  { githubApi, githubToken }: Partial<Pick<Target, 'githubApi' | 'githubToken'>>,
): Probe | undefined {
  const { credentials, apiUrl } = config.github
  const standard = credentials.kind === 'token' ? { token: credentials.token } : credentials
  const auth = githubToken === undefined ? standard : { token: githubToken }
  if ('token' in auth && auth.token === '') return undefined
  return createProbe({ apiUrl: githubApi ?? apiUrl, auth })
}

/** Every repository once, with the credentials that its first app has. */
export function repositoriesOf(around: Surroundings): Known[] {
  const known = new Map<string, Known>()
  for (const app of around.apps?.list ?? []) {
    const target = app.environments.map((name) => app.target(name)).find((found) => found !== undefined)
    const key = app.repository.toLowerCase()
    const probe = target && !known.has(key) ? probeFor(around, target) : undefined
    if (!target || !probe) continue
    const setting = target.githubToken === undefined ? settingOf(around) : `${app.name}.github_token`
    known.set(key, { repository: app.repository, app: app.name, setting, probe })
  }
  return [...known.values()]
}
