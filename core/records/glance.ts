import type { Ports } from '../actions/ports.ts'
import type { Target } from '../apps/app.ts'
import type { GitHub, RepositoryGlance } from '../github/github.ts'
import { rememberRepository } from './repositories.ts'

/** One look at every repository of apps.json: keeps their default branches known. One GraphQL call per 100 of them and token. */
export async function glanceAll(ports: Ports): Promise<{ github: GitHub; seen: RepositoryGlance[] }[]> {
  const wanted = new Map<GitHub, Set<string>>()
  for (const target of someTargets(ports)) {
    const github = ports.github(target)
    wanted.set(github, (wanted.get(github) ?? new Set()).add(target.repository))
  }
  return Promise.all([...wanted].map(([github, names]) => glanceAt(ports, github, [...names])))
}

async function glanceAt(ports: Ports, github: GitHub, names: readonly string[]) {
  const seen = await github.glance(names)
  for (const repository of seen) {
    const asNamed = names.find((name) => name.toLowerCase() === repository.fullName.toLowerCase())
    if (asNamed === undefined) continue
    await rememberRepository(ports, github.host, asNamed, repository)
    await learnWhatIsLive(ports, repository, asNamed)
  }
  return { github, seen }
}

/** A target that nothing of ours has reached yet: what GitHub says is live there counts as the previous deployment. */
async function learnWhatIsLive(ports: Ports, { deployments }: RepositoryGlance, asNamed: string): Promise<void> {
  const targets = ports
    .apps()
    .byRepository(asNamed)
    .flatMap((app) => app.environments.flatMap((name) => app.target(name) ?? []))
  for (const target of targets) {
    const live = deployments.find((made) => made.environment === target.environment && made.latestState === 'success')
    if (!live || target.shared) continue
    const standing = { newestStarted: live.id, live: { sha: live.sha, deployment: live.id } }
    await ports.records.targets.create(target.id, standing)
  }
}

/** One target of each app: an app has one repository, one GitHub and one token. */
const someTargets = ({ apps }: Ports): Target[] =>
  apps().list.flatMap(
    (app) => app.environments.map((name) => app.target(name)).find((target) => target !== undefined) ?? [],
  )
