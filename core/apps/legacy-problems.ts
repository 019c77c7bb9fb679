import type { Problem } from './app.ts'
import type { EnvironmentBlock } from './environments-of.ts'
import { joinPath } from './problems-of.ts'
import { canonicalProvider } from './provider-name.ts'
import type { AppEntry } from './schema/app-entry.ts'
import { laterKeys } from './schema/later-keys.ts'
import { notCarriedOut } from './schema/legacy-keys.ts'

// Keys that only one provider reads.
const readBy: ReadonlyMap<string, string> = new Map([
  ['deploy_script', 'shell'],
  ['app_name', 'heroku'],
  ['provider_env_name', 'heroku'],
  ['heroku_name', 'heroku'],
])

/** What an entry asks for and does not get, or gets under another name. */
export function legacyProblems(name: string, entry: AppEntry, blocks: readonly EnvironmentBlock[]): Problem[] {
  const problems: Problem[] = []
  const warn = (path: string, text: string): number => problems.push({ level: 'warning', path, text })
  const own = (provider: unknown): string[] => (typeof provider === 'string' ? [canonicalProvider(provider)] : [])
  const inherited = own(entry.provider)

  const places = [
    { path: name, rules: entry, providers: [...inherited, ...blocks.flatMap(({ rules }) => own(rules.provider))] },
    ...blocks.map(({ path, rules }) => ({ path, rules, providers: own(rules.provider ?? entry.provider) })),
  ]
  for (const { path, rules, providers } of places) {
    for (const key of Object.keys(rules)) {
      const instead = notCarriedOut.get(key)
      if (instead !== undefined) warn(joinPath(path, [key]), `is not carried out: ${instead}`)
      // Silence would let somebody trust a window or an approval that nobody checks.
      if (laterKeys.has(key))
        warn(joinPath(path, [key]), 'has no effect yet: this version reads it and does not act on it')
      const reader = readBy.get(key)
      if (reader !== undefined && !providers.includes(reader)) {
        warn(joinPath(path, [key]), `has no effect: only the ${reader} provider reads it`)
      }
    }
  }

  if (entry.authorized_usernames !== undefined) {
    const text = entry.deployers === undefined ? 'is read as "deployers"' : 'has no effect beside "deployers"'
    warn(joinPath(name, ['authorized_usernames']), text)
  }
  for (const key of blocks.map((block) => `heroku_${block.name}_name`)) {
    const value = entry[key]
    if (value === undefined || typeof value === 'string') continue
    problems.push({ level: 'error', path: joinPath(name, [key]), text: 'must be text' })
  }
  for (const key of blocks.map((block) => `${block.name}_url`)) {
    const url = entry[key]
    if (url !== undefined && (typeof url !== 'string' || !/^https?:/.test(url) || !URL.canParse(url))) {
      warn(joinPath(name, [key]), 'has no effect: it is not an http or https address')
    }
  }
  return problems
}
