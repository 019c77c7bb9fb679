import type { App, Target } from '../apps/app.ts'
import type { Ports } from '../actions/ports.ts'
import type { GitHubRepository } from '../github/github.ts'
import type { RepositoryRecord } from './places.ts'

const keyOf = (host: string, fullName: string) => `${host.replaceAll(/[^a-zA-Z0-9.-]/g, '_')}/${fullName.toLowerCase()}`

/** `asNamed` is the spelling of apps.json: it stays the key when GitHub renames the repository. */
export async function rememberRepository(
  ports: Pick<Ports, 'records'>,
  host: string,
  asNamed: string,
  { id, fullName, defaultBranch }: GitHubRepository,
): Promise<void> {
  const key = keyOf(host, asNamed)
  const known = await ports.records.repositories.get(key)
  const same =
    known?.value.id === id && known.value.fullName === fullName && known.value.defaultBranch === defaultBranch
  if (!same) await ports.records.repositories.save(key, { id, fullName, defaultBranch })
}

/** What is known of a target's repository; asked of GitHub only when nothing is. Undefined when GitHub does not show it. */
export async function repositoryOf(
  target: Pick<Target, 'repository' | 'githubApi' | 'githubToken'>,
  ports: Pick<Ports, 'records' | 'github'>,
): Promise<RepositoryRecord | undefined> {
  const github = ports.github(target)
  const known = await ports.records.repositories.get(keyOf(github.host, target.repository))
  if (known) return known.value
  const found = await github.repository(target.repository)
  if (found) await rememberRepository(ports, github.host, target.repository, found)
  return found
}

/** The apps that stand on the repository an event speaks of: by its name, else by its id, so that a rename keeps working. */
export async function appsOfRepository(
  ports: Pick<Ports, 'records' | 'apps'>,
  repository: { readonly id?: number | undefined; readonly full_name: string },
): Promise<readonly App[]> {
  const named = ports.apps().byRepository(repository.full_name)
  if (named.length > 0) return named
  if (repository.id === undefined) return []
  const known = await ports.records.repositories.list()
  const renamed = known.find(({ value }) => value.id === repository.id)
  return renamed ? ports.apps().byRepository(renamed.id.slice(renamed.id.indexOf('/') + 1)) : []
}
