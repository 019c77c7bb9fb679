import { isUsableAppName } from '../commands/patterns.ts'
import type { Apps, Problem } from './app.ts'
import { assembleApps } from './assemble-apps.ts'
import { AppsError } from './errors.ts'
import { glanceAtJson, type JsonGlance } from './json-text.ts'
import { joinPath } from './problems-of.ts'
import { readApp, type OwnApp } from './read-app.ts'
import type { Providers } from './provider-source.ts'
import { report } from './report.ts'

export interface AppsOptions {
  /** HUBOT_DEPLOY_DEFAULT_ENVIRONMENT: for apps that have it and name no default of their own. */
  readonly defaultEnvironment?: string
  /** Environment variables that `{"env": "NAME"}` may name. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

const example = '{"webapp": {"provider": "shell", "repository": "acme/webapp", "deploy_script": "script/deploy"}}'

const unusable =
  'cannot be the name of an app: letters, digits and . _ - only, at most 100, and no built-in name such as constructor'

interface Read {
  readonly apps: Readonly<Record<string, unknown>>
  readonly twice: JsonGlance['twice']
}

function parseJson(text: string, file: string): Read {
  const { fault, twice } = glanceAtJson(text)
  if (fault !== undefined) {
    throw new AppsError(file, `line ${fault.line}, column ${fault.column}`, `is not JSON: ${fault.problem}`)
  }
  const value: unknown = JSON.parse(text)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { apps: { ...value }, twice }
  throw new AppsError(file, '', `must be an object of apps, such as ${example}`)
}

/** All spellings of each name, under its lower-case form. */
function spellingsOf(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const spellings = new Map<string, readonly string[]>()
  for (const name of names) spellings.set(name.toLowerCase(), [...(spellings.get(name.toLowerCase()) ?? []), name])
  return spellings
}

/** Reads the text of an apps.json. Throws AppsError when it is not JSON or holds no app that can be deployed. */
export function parseApps(raw: string, file: string, providers: Providers, options: AppsOptions = {}): Apps {
  const { apps, twice } = parseJson(raw.replace(/^\uFEFF/, ''), file)
  const entries = Object.entries(apps).filter(([name]) => name !== '$schema')
  const spellings = spellingsOf(entries.map(([name]) => name))
  const problems: Problem[] = []
  const good: OwnApp[] = []
  const broken = new Map<string, string>()

  for (const [name, entry] of entries) {
    const others = (spellings.get(name.toLowerCase()) ?? []).filter((other) => other !== name)
    const { app, problems: own } = readApp(name, entry, { providers, env: options.env ?? {} })
    const told: Problem[] = [
      ...(isUsableAppName(name) ? [] : [{ level: 'error', path: name, text: unusable } as const]),
      ...others.map((other): Problem => ({ level: 'error', path: name, text: `and ${other} cannot be told apart` })),
      ...twice
        .filter(([first]) => first === name)
        .map((path): Problem => ({ level: 'error', path: joinPath(name, path.slice(1)), text: 'is there twice' })),
      ...own,
    ]
    problems.push(...told)
    const errors = told.filter(({ level }) => level === 'error')
    if (app !== undefined && errors.length === 0) good.push(app)
    else broken.set(name.toLowerCase(), errors.map(({ path, text: why }) => `${path} ${why}`).join('; '))
  }

  if (good.length > 0)
    return assembleApps({ file, good, problems, broken, defaultEnvironment: options.defaultEnvironment })
  if (entries.length === 0) throw new AppsError(file, '', `names no app; one looks like ${example}`)
  const list = report({ file, problems }).join('\n')
  throw new AppsError(file, '', `has no app that can be deployed:\n${list}`, { problems })
}
