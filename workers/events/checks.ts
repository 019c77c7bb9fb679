import { appsOfRepository } from '../../core/records/repositories.ts'
import { nudge } from '../../core/actions/ask/begin-wait.ts'
import { tryStart } from '../waits.ts'
import type { Desk } from './desk.ts'
import { checkRunEvent, checkSuiteEvent, type EventRepository, statusEvent } from './payloads.ts'

/** A commit status changed. */
export async function status(body: unknown, desk: Desk): Promise<void> {
  const event = statusEvent.parse(body)
  if (event.state !== 'pending') await wake(desk, event.repository, event.sha)
}

export async function checkRun(body: unknown, desk: Desk): Promise<void> {
  const event = checkRunEvent.parse(body)
  if (event.action === 'completed') await wake(desk, event.repository, event.check_run.head_sha)
}

export async function checkSuite(body: unknown, desk: Desk): Promise<void> {
  const event = checkSuiteEvent.parse(body)
  if (event.action === 'completed') await wake(desk, event.repository, event.check_suite.head_sha)
}

/** Whether a commit is green is GitHub's to say: the commands that wait for it are tried. */
async function wake(desk: Desk, repository: EventRepository, sha: string): Promise<void> {
  const open = new Set(['waiting', 'starting'])
  const waits = (await desk.ports.records.waits.list()).filter(
    ({ value }) => value.sha === sha && open.has(value.state),
  )
  if (waits.length === 0) return
  const apps = new Set((await appsOfRepository(desk.ports, repository)).map((app) => app.name))
  for (const { value: wait } of waits) {
    if (!apps.has(wait.app)) continue
    // A try already under way may have asked GitHub just before this news: look again soon.
    if ((await tryStart(desk, wait.id)) !== 'started') await nudge(desk.ports, wait.id)
  }
}
