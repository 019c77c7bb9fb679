import { nearest } from '../commands/nearest.ts'

/** Names that Slipway knows by itself, in this version or a later one. */
export const canonicalProviders: readonly string[] = ['ecs', 'capistrano', 'heroku', 'actions', 'shell']

const aliases: ReadonlyMap<string, string> = new Map([['bundler_capistrano', 'capistrano']])

// Heaven's own table and the names its users put there; nothing here carries them out.
const heavens: ReadonlySet<string> = new Set([
  'ansible',
  'aws_elastic_beanstalk',
  'dpl',
  'elastic_beanstalk',
  'fabric',
  'npm',
])

export const canonicalProvider = (name: string): string => aliases.get(name) ?? name

/** A provider of Heaven that Slipway has none for: the app loads, its deploys are refused. */
export const isHeavenProvider = (name: string): boolean => heavens.has(name)

/** Written so that nobody can mean a provider of ours by it: a path, an address, a package with a scope. */
export const isPlainlyExternal = (name: string): boolean => /^(?:\.{0,2}\/|file:|@)/.test(name)

/** The known provider whose name was probably meant; undefined for known names, paths and other packages. */
export function misspeltProvider(name: string, others: Iterable<string>): string | undefined {
  const known = [...canonicalProviders, ...aliases.keys(), ...heavens, ...others]
  return known.includes(name) || isPlainlyExternal(name) ? undefined : nearest(name, known)
}

/** A path or package that a provider is loaded from; a near miss of a name we know is taken for a misspelling of it. */
export function isExternalProvider(name: string): boolean {
  const known = canonicalProviders.includes(canonicalProvider(name)) || isHeavenProvider(name)
  return !known && misspeltProvider(name, []) === undefined
}
