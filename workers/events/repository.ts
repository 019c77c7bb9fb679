import { appsOfRepository, rememberRepository } from '../../core/records/repositories.ts'
import type { Desk } from './desk.ts'
import { type EventRepository, repositoryEvent } from './payloads.ts'

/** A rename or another default branch. */
export async function repository(body: unknown, desk: Desk): Promise<void> {
  await refresh(repositoryEvent.parse(body).repository, desk)
}

/** `push` and `repository` events both say the default branch as it is now. */
export async function refresh(seen: EventRepository, { ports }: Desk): Promise<void> {
  if (seen.id === undefined || seen.default_branch === undefined) return
  const { id, full_name: fullName, default_branch: defaultBranch } = seen
  for (const app of await appsOfRepository(ports, seen)) {
    const target = app.environments.map((name) => app.target(name)).find((found) => found !== undefined)
    if (target)
      await rememberRepository(ports, ports.github(target).host, app.repository, { id, fullName, defaultBranch })
  }
}
