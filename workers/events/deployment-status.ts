import { announce } from '../../core/actions/announce.ts'
import { appsOfRepository } from '../../core/records/repositories.ts'
import { statusElsewhere } from '../../core/chat/messages/status-elsewhere.ts'
import { deploymentKey, isFinal } from '../../core/records/deployment.ts'
import { clip } from '../../core/github/clip.ts'
import type { Desk } from './desk.ts'
import { deploymentStatusEvent } from './payloads.ts'

/** Somebody posted a status. Ours are known by what they say; another's is told once where the deployment was asked for. */
export async function deploymentStatus(body: unknown, { ports }: Desk): Promise<void> {
  const { deployment, deployment_status: status, repository } = deploymentStatusEvent.parse(body)
  const [app] = await appsOfRepository(ports, repository)
  const target = app?.environments.map((name) => app.target(name)).find((found) => found !== undefined)
  if (!target) return
  const stored = await ports.records.deployments.get(deploymentKey(ports.github(target).host, deployment.id))
  const record = stored?.value
  if (!record) return
  const description = status.description ?? ''
  const ours = record.steps.some(
    (step) => step.statusId === status.id || (step.state === status.state && clip(step.description) === description),
  )
  // GitHub itself turns older successes inactive: that is no news.
  if (ours || (status.state === 'inactive' && isFinal(record.state))) return
  await announce(ports, `s-${record.key}-${status.id}`, record, statusElsewhere(record, status))
}
