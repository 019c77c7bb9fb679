import type { Problem } from './app.ts'
import { unknownEnvironments } from './environment-names.ts'
import { environmentsOf, type EnvironmentBlock } from './environments-of.ts'
import { judgeKeys, looksSecret } from './judge-keys.ts'
import { legacyProblems } from './legacy-problems.ts'
import { joinPath, problemsOf } from './problems-of.ts'
import type { Providers } from './provider-source.ts'
import { readTarget, type OwnTarget } from './read-target.ts'
import { readToken } from './read-token.ts'
import { appEntry, appKeys, environmentEntry } from './schema/app-entry.ts'

export interface Surroundings {
  readonly providers: Providers
  /** Environment variables that `{"env": "NAME"}` may name. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** One app as the file has it, not yet compared with the others. */
export interface OwnApp {
  readonly name: string
  readonly repository: string
  readonly defaultEnvironment: string | undefined
  readonly targets: readonly OwnTarget[]
}

type Raw = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Unknown keys of the app and its environments. A provider's own name is a key, whatever the provider is, and so is the name apps.json has for it. */
function keyProblems(
  name: string,
  raw: Raw,
  blocks: readonly EnvironmentBlock[],
  misspelt: Problem['level'],
  known: Providers,
): Problem[] {
  const written = [raw, ...blocks.map(({ rules }) => rules)]
    .map((entry) => entry['provider'])
    .filter((provider) => typeof provider === 'string')
  const providers = [...written, ...written.map((name) => ownName(known, name)).filter((name) => name !== undefined)]
  const ofEnvironments = blocks.flatMap((block) => [`heroku_${block.name}_name`, `${block.name}_url`])
  const ofApp = new Set([...Object.keys(appKeys), ...providers, ...ofEnvironments])
  const knownBelow = new Set([...Object.keys(environmentEntry.shape), ...providers])
  const below = blocks.flatMap(({ path, rules }) =>
    judgeKeys(rules, knownBelow, { place: (key) => joinPath(path, [key]), misspelt }),
  )
  return [...judgeKeys(raw, ofApp, { place: (key) => joinPath(name, [key]), misspelt }), ...below]
}

function ownName(providers: Providers, written: string): string | undefined {
  const found = providers.get(written)
  return found !== undefined && 'settings' in found ? found.name : undefined
}

/** The payload is published on GitHub, so a secret must not stand there in any form. */
function payloadProblems(name: string, raw: Raw, blocks: readonly EnvironmentBlock[]): Problem[] {
  const places = [{ path: name, rules: raw }, ...blocks]
  return places.flatMap(({ path, rules }) => {
    const payload = rules['payload']
    return Object.entries(isObject(payload) ? payload : {})
      .filter(([key, value]) => looksSecret(key, value))
      .map(([key]): Problem => {
        const text = 'looks like a secret, and the payload is published to all who can read the repository'
        return { level: 'error', path: joinPath(path, ['payload', key]), text }
      })
  })
}

function once(problems: readonly Problem[]): Problem[] {
  const byText = new Map(problems.map((problem) => [`${problem.level} ${problem.path} ${problem.text}`, problem]))
  return [...byText.values()]
}

/** Reads one entry of apps.json. There is an app when no problem is an error. */
export function readApp(
  name: string,
  raw: unknown,
  { providers, env }: Surroundings,
): { readonly app?: OwnApp; readonly problems: readonly Problem[] } {
  if (!isObject(raw)) return { problems: [{ level: 'error', path: name, text: 'must be an object' }] }
  const oldStyle = !isObject(raw['environments'])
  const misspelt = oldStyle ? 'warning' : 'error'
  const parsed = appEntry.safeParse(raw)
  if (!parsed.success) {
    const said = problemsOf(parsed.error.issues, raw, (path) => joinPath(name, path))
    return { problems: [...keyProblems(name, raw, [], misspelt, providers), ...said] }
  }

  const entry = parsed.data
  const { blocks, problems: declared } = environmentsOf(entry, name)
  const token = readToken(entry.github_token, joinPath(name, ['github_token']), env)
  const app = { name, entry, oldStyle, token: token.value }
  const read = blocks.map((block) => readTarget(app, block, providers))
  const targets = read.map(({ target }) => target)
  const idle = blocks.filter((_, index) => targets[index]?.provider === undefined)
  const noProvider = (idle.length === blocks.length ? [name] : idle.map(({ path }) => path)).map(
    (path): Problem => ({
      level: 'warning',
      path: joinPath(path, ['provider']),
      text: 'is missing: deploys are refused until it says who carries them out',
    }),
  )

  const problems = once([
    ...keyProblems(name, raw, blocks, misspelt, providers),
    ...declared,
    ...token.problems,
    ...payloadProblems(name, raw, blocks),
    ...unknownEnvironments(app, blocks),
    ...legacyProblems(name, entry, blocks),
    ...(blocks.length === 0 ? [] : noProvider),
    ...read.flatMap((one) => one.problems),
  ])
  if (problems.some(({ level }) => level === 'error')) return { problems }
  return {
    app: { name, repository: entry.repository, defaultEnvironment: entry.default_environment, targets },
    problems,
  }
}
