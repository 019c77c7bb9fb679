import { nearest } from '../commands/nearest.ts'
import type { Problem } from './app.ts'
import type { EnvironmentBlock } from './environments-of.ts'
import { joinPath } from './problems-of.ts'
import type { AppEntry } from './schema/app-entry.ts'

const aliases: ReadonlyMap<string, string> = new Map([
  ['stg', 'staging'],
  ['prod', 'production'],
])

/** The declared spelling of an environment, in any case; hubot-deploy's `stg` and `prod` where no environment has that name. */
export function declaredName(name: string, declared: readonly string[]): string | undefined {
  const named = (wanted: string): string | undefined => declared.find((each) => each.toLowerCase() === wanted)
  const wanted = name.toLowerCase()
  const alias = aliases.get(wanted)
  return named(wanted) ?? (alias === undefined ? undefined : named(alias))
}

/** Environments that the rules of an app speak of and that it does not have. */
export function unknownEnvironments(
  app: { readonly name: string; readonly entry: AppEntry; readonly oldStyle: boolean },
  blocks: readonly EnvironmentBlock[],
): Problem[] {
  const declared = blocks.map((block) => block.name)
  const { entry } = app
  const spoken = [
    { path: joinPath(app.name, ['default_environment']), names: [entry.default_environment ?? []].flat() },
    { path: joinPath(app.name, ['after']), names: [entry.after ?? []].flat() },
    ...blocks.map(({ path, rules }) => ({ path: joinPath(path, ['after']), names: [rules.after ?? []].flat() })),
  ]
  return spoken.flatMap(({ path, names }) =>
    names
      .filter((name) => declaredName(name, declared) === undefined)
      .map((name): Problem => {
        const near = nearest(name, declared)
        const text = `names "${name}", which is no environment of ${app.name}${near ? `; did you mean "${near}"?` : ''}`
        return { level: app.oldStyle ? 'warning' : 'error', path, text }
      }),
  )
}
