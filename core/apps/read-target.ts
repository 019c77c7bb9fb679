import type { Problem, Target } from './app.ts'
import { checkSettings } from './check-settings.ts'
import type { EnvironmentBlock } from './environments-of.ts'
import { joinPath } from './problems-of.ts'
import { canonicalProvider, isHeavenProvider, isPlainlyExternal, misspeltProvider } from './provider-name.ts'
import type { Providers } from './provider-source.ts'
import type { AppEntry } from './schema/app-entry.ts'
import { settingsOf } from './settings-of.ts'

/** A target before it is known whether another app shares its place on GitHub. */
export type OwnTarget = Omit<Target, 'shared'>

export interface Entry {
  readonly name: string
  readonly entry: AppEntry
  /** hubot-deploy's form: mistakes that it let pass are warnings there. */
  readonly oldStyle: boolean
  readonly token: string | undefined
}

function providerProblems(path: string, written: string, oldStyle: boolean, providers: Providers): Problem[] {
  if (isHeavenProvider(written)) {
    const text = `"${written}" has no counterpart here: deploys are refused; run its command with the shell provider`
    return [{ level: 'warning', path, text }]
  }
  const found = providers.get(written)
  if (found !== undefined && 'problem' in found) {
    // A bare name may be one of hubot-deploy's time that nobody here knows: that app loads, as it always did.
    const lenient = oldStyle && !isPlainlyExternal(written)
    return [{ level: lenient ? 'warning' : 'error', path, text: `"${written}" ${found.problem}` }]
  }
  const meant = misspeltProvider(written, providers.keys())
  if (meant === undefined) return []
  const text = `"${written}" is not a provider; did you mean "${meant}"?`
  return [{ level: oldStyle ? 'warning' : 'error', path, text }]
}

function settingsFor(app: Entry, block: EnvironmentBlock, written: string, providers: Providers) {
  const provider = providers.get(canonicalProvider(written))
  const known = provider !== undefined && 'settings' in provider ? provider : undefined
  const canonical = known?.name ?? canonicalProvider(written)
  const settings = settingsOf({ path: app.name, entry: app.entry }, block, { canonical, written })
  const schema = known?.settings
  const found = schema === undefined ? [] : checkSettings(settings.value, schema, settings.place)
  // An old entry says nothing of our settings: the app stays, and its deploys are refused until it does.
  const lenient = app.oldStyle && !settings.written
  const problems = lenient ? found.map((problem): Problem => ({ ...problem, level: 'warning' })) : found
  return { provider: canonical, settings: settings.value, problems }
}

function urlOf(entry: AppEntry, { name, rules }: EnvironmentBlock): string | undefined {
  const old = entry[`${name}_url`]
  const usable = typeof old === 'string' && /^https?:/.test(old) && URL.canParse(old)
  return rules.url ?? (usable ? old : undefined) ?? entry.url
}

/** Everything an environment of an app has, resolved: the environment's word over the app's, the app's over the default. */
export function readTarget(
  app: Entry,
  block: EnvironmentBlock,
  providers: Providers,
): { readonly target: OwnTarget; readonly problems: readonly Problem[] } {
  const { name, entry, oldStyle, token } = app
  const { rules } = block
  const written = rules.provider ?? entry.provider
  const carried = written === undefined ? undefined : settingsFor(app, block, written, providers)
  const providerPath = joinPath(rules.provider === undefined ? name : block.path, ['provider'])
  const problems =
    written === undefined
      ? []
      : [...providerProblems(providerPath, written, oldStyle, providers), ...(carried?.problems ?? [])]

  const target: OwnTarget = {
    id: `${name}/${block.name}`,
    app: name,
    environment: block.name,
    repository: entry.repository,
    provider: carried?.provider,
    settings: carried?.settings ?? {},
    requiredContexts: rules.required_contexts ?? entry.required_contexts,
    autoMerge: rules.auto_merge ?? entry.auto_merge ?? true,
    allowedRooms: rules.allowed_rooms ?? entry.allowed_rooms,
    room: rules.room ?? entry.room,
    deployers: rules.deployers ?? entry.deployers ?? entry.authorized_usernames,
    admins: rules.admins ?? entry.admins,
    acceptFrom: entry.accept_from ?? [],
    url: urlOf(entry, block),
    git: entry.git,
    payload: rules.payload ?? entry.payload,
    githubApi: entry.github_api,
    githubToken: token,
    transient: rules.transient_environment ?? entry.transient_environment,
    production: rules.production_environment ?? entry.production_environment,
  }
  return { target, problems }
}
