import type { App, Apps, Problem, Target } from './app.ts'
import { declaredName } from './environment-names.ts'
import type { OwnApp } from './read-app.ts'

interface Parts {
  readonly file: string
  readonly good: readonly OwnApp[]
  readonly problems: readonly Problem[]
  /** Lower-case name of each app that cannot be used, with why. */
  readonly broken: ReadonlyMap<string, string>
  readonly defaultEnvironment: string | undefined
}

type Place = { readonly repository: string; readonly environment: string }

// GitHub knows no case in the names of repositories and environments.
const placeKey = ({ repository, environment }: Place): string => `${repository} ${environment}`.toLowerCase()

/** The app's own default, else the one of the whole installation, else production, else the only environment. */
function pickDefault(app: OwnApp, declared: readonly string[], general: string | undefined): string | undefined {
  for (const name of [app.defaultEnvironment, general, 'production']) {
    const found = name === undefined ? undefined : declaredName(name, declared)
    if (found !== undefined) return found
  }
  return declared.length === 1 ? declared[0] : undefined
}

/** Puts the good apps of one reading together and answers by name, in any case. */
export function assembleApps({ file, good, problems, broken, defaultEnvironment }: Parts): Apps {
  const users = new Map<string, Set<string>>()
  for (const target of good.flatMap((app) => app.targets)) {
    const key = placeKey(target)
    users.set(key, (users.get(key) ?? new Set<string>()).add(target.app))
  }

  const list = good.map((own): App => {
    const environments = own.targets.map(({ environment }) => environment)
    const targets = new Map<string, Target>(
      own.targets.map((target) => [
        target.environment,
        { ...target, shared: (users.get(placeKey(target))?.size ?? 0) > 1 },
      ]),
    )
    return {
      name: own.name,
      repository: own.repository,
      environments,
      defaultEnvironment: pickDefault(own, environments, defaultEnvironment),
      target(environment) {
        const name = declaredName(environment, environments)
        return name === undefined ? undefined : targets.get(name)
      },
    }
  })

  const byName = new Map(list.map((app) => [app.name.toLowerCase(), app]))
  return {
    file,
    list,
    problems,
    find: (name) => byName.get(name.toLowerCase()),
    broken: (name) => broken.get(name.toLowerCase()),
    byRepository: (fullName) => list.filter((app) => app.repository.toLowerCase() === fullName.toLowerCase()),
  }
}
