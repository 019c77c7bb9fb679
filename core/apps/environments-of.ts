import { isEnvironment } from '../commands/patterns.ts'
import type { Problem } from './app.ts'
import { joinPath } from './problems-of.ts'
import type { AppEntry, EnvironmentEntry } from './schema/app-entry.ts'

/** One environment of an app, with the rules written for it and where they stand in the file. */
export interface EnvironmentBlock {
  readonly name: string
  readonly path: string
  readonly rules: EnvironmentEntry
}

export interface Environments {
  readonly blocks: readonly EnvironmentBlock[]
  readonly problems: readonly Problem[]
}

/** The environments an entry declares, with Heaven's `deployments` read as their rules. hubot-deploy's default is production. */
export function environmentsOf(entry: AppEntry, path: string): Environments {
  const { environments = ['production'], deployments = {} } = entry
  const problems: Problem[] = []
  const blocks: EnvironmentBlock[] = []
  const seen = new Map<string, string>()
  const names = Array.isArray(environments) ? environments : Object.keys(environments)

  for (const name of names) {
    const place = joinPath(path, ['environments'])
    const twin = seen.get(name.toLowerCase())
    if (!isEnvironment(name)) {
      const text = `names ${JSON.stringify(name)}, which chat could not name: letters, digits and . _ - only, at most 63`
      problems.push({ level: 'error', path: place, text })
    } else if (twin === name) {
      problems.push({ level: 'warning', path: place, text: `names "${name}" twice` })
    } else if (twin !== undefined) {
      problems.push({ level: 'error', path: place, text: `names "${twin}" and "${name}", which cannot be told apart` })
    } else {
      seen.set(name.toLowerCase(), name)
      const old = Object.hasOwn(deployments, name) ? deployments[name] : undefined
      const own = Array.isArray(environments) ? undefined : environments[name]
      const folder = own === undefined && old !== undefined ? 'deployments' : 'environments'
      blocks.push({ name, path: joinPath(path, [folder, name]), rules: { ...old, ...own } })
    }
  }

  if (names.length === 0) {
    problems.push({ level: 'error', path: joinPath(path, ['environments']), text: 'names no environment' })
  }
  for (const name of Object.keys(deployments).filter((each) => !names.includes(each))) {
    const text = `has no effect: "${name}" is not among the environments`
    problems.push({ level: 'warning', path: joinPath(path, ['deployments', name]), text })
  }
  return { blocks, problems }
}
