import type { Json } from '../json.ts'
import type { EnvironmentBlock } from './environments-of.ts'
import { joinPath } from './problems-of.ts'
import { canonicalProvider } from './provider-name.ts'
import { secret } from './schema/secret.ts'
import type { AppEntry } from './schema/app-entry.ts'

type JsonObject = { readonly [key: string]: Json | undefined }

/** Settings of one target, and where in the file a setting stands. */
export interface Settings {
  readonly value: JsonObject
  /** Whether the file has a block under the provider's own name; old entries have legacy keys only, or nothing. */
  readonly written: boolean
  readonly place: (path: readonly PropertyKey[]) => string
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMap = (value: unknown): value is JsonObject => isObject(value) && !secret.safeParse(value).success

/** Objects merge key by key, so an environment adds to the app's `env`; lists, secrets and everything else replace. */
function over(lower: JsonObject, upper: JsonObject): JsonObject {
  const merged: Record<string, Json | undefined> = { ...lower }
  for (const [key, value] of Object.entries(upper)) {
    const below = merged[key]
    merged[key] = isMap(below) && isMap(value) ? over(below, value) : value
  }
  return merged
}

interface Block {
  readonly name: string
  readonly value: JsonObject
}

function block(entry: object, names: readonly string[]): Block | undefined {
  const name = names.find((each) => Object.hasOwn(entry, each))
  const found = Object.entries(entry).find(([key]) => key === name)?.[1]
  return name !== undefined && isObject(found) ? { name, value: found } : undefined
}

/** What Heaven's keys mean in the words of our providers. Only shell and heroku have such keys. */
function legacy(provider: string, entry: AppEntry | EnvironmentBlock['rules']): JsonObject {
  if (provider === 'shell')
    return entry.deploy_script === undefined ? {} : { command: [inTheTree(entry.deploy_script)] }
  if (provider !== 'heroku') return {}
  const app = entry.heroku_name ?? entry.provider_env_name ?? entry.app_name
  return app === undefined ? {} : { app }
}

/** Heaven meant a file of the repository; a bare name would be looked for in PATH. */
const inTheTree = (script: string) => (script.includes('/') ? script : `./${script}`)

/** `heroku_<environment>_name` stands on the app and speaks of one environment. */
function herokuName(provider: string, entry: AppEntry, environment: string): JsonObject {
  const name = entry[`heroku_${environment}_name`]
  return provider === 'heroku' && typeof name === 'string' ? { app: name } : {}
}

/** The settings of a target: environment over app, and a block under the provider's name over legacy keys beside it. */
export function settingsOf(
  app: { readonly path: string; readonly entry: AppEntry },
  environment: EnvironmentBlock,
  provider: { readonly canonical: string; readonly written: string },
): Settings {
  const names = [provider.canonical, provider.written]
  const isAlias = canonicalProvider(provider.written) === provider.canonical
  const general = block(app.entry, names)
  const own = block(environment.rules, names)
  const layers = [
    legacy(provider.canonical, app.entry),
    general?.value ?? {},
    herokuName(provider.canonical, app.entry, environment.name),
    legacy(provider.canonical, environment.rules),
    own?.value ?? {},
  ]
  return {
    value: layers.reduce(over, {}),
    written: general !== undefined || own !== undefined,
    place(path) {
      const first = String(path[0])
      // What stands nowhere is missing from the environment, if that has a block, else from the app.
      const ofEnvironment =
        own !== undefined && (Object.hasOwn(own.value, first) || !Object.hasOwn(general?.value ?? {}, first))
      const name = (ofEnvironment ? own : general)?.name ?? (isAlias ? provider.written : provider.canonical)
      return joinPath(ofEnvironment ? environment.path : app.path, [name, ...path])
    },
  }
}
