import { appsOfRepository } from '../../core/records/repositories.ts'
import { endPushedOver } from '../waits.ts'
import type { Desk } from './desk.ts'
import { pushEvent } from './payloads.ts'
import { refresh } from './repository.ts'

const branches = 'refs/heads/'

/** Keeps the default branch known, and ends waits for a commit that is no longer the head of its branch. */
export async function push(body: unknown, desk: Desk): Promise<void> {
  const event = pushEvent.parse(body)
  await refresh(event.repository, desk)
  if (!event.ref.startsWith(branches)) return
  const branch = event.ref.slice(branches.length)
  const apps = new Set((await appsOfRepository(desk.ports, event.repository)).map((app) => app.name))
  for (const { value: wait } of await desk.ports.records.waits.list())
    if (apps.has(wait.app) && wait.branch === branch && wait.sha !== event.after) await endPushedOver(desk, wait)
}
