import type { Deployment, Service } from '@aws-sdk/client-ecs'
import type { Result } from '../provider.ts'
import { type Rolling, save } from './checkpoint.ts'
import { consoleUrl } from './console-url.ts'
import { shortName } from './definition.ts'
import { findService } from './find-service.ts'
import { readServiceDeployment, whileItLasts } from './read-service-deployment.ts'
import { withServiceDeployment } from './update.ts'
import { type Ended, type Sight, type Verdict, verdictOf } from './verdict.ts'
import type { Work } from './work.ts'

const poll = { first: 1_000, growth: 1.25, most: 6_000 } // ms; a rollout takes minutes, its first failure seconds
const settlingMs = 60_000 // for tasks that were replaced just as the rollout ended
const searches = 6 // polls until a service deployment that is not listed is taken not to exist

/** Watches a rollout to its end. Rejects when the run is told to stop; the rollout goes on then. */
export async function follow(work: Work, begun: Rolling): Promise<{ verdict: Ended; rolling: Rolling }> {
  const { context } = work
  const narrate = await createNarrator(work, begun.deployment)
  let rolling = begun
  let searched = 0
  let lastSeen: Deployment | undefined
  let settlingSince: number | undefined
  let waitMs = poll.first
  for (;;) {
    const service = await findService(work, whileItLasts)
    if (rolling.serviceDeployment === undefined && searched++ < searches) {
      const found = await withServiceDeployment(work, rolling, service)
      if (found === undefined) searched = searches
      else if (found !== rolling) await save(context, (rolling = found))
    }
    const { deployment, serviceDeployment: arn } = rolling
    lastSeen = service.deployments?.find(({ id }) => id === deployment) ?? lastSeen
    const serviceDeployment = arn === undefined ? undefined : await readServiceDeployment(work, arn)
    const sight: Sight = { service, ...(lastSeen && { lastSeen }), ...(serviceDeployment && { serviceDeployment }) }
    const verdict = verdictOf(rolling, sight)
    await narrate(service, lastSeen, verdict)

    if (verdict.kind === 'settling') {
      settlingSince ??= context.now()
      if (context.now() - settlingSince >= settlingMs) return { verdict: verdict.otherwise, rolling }
    } else if (verdict.kind !== 'going') return { verdict, rolling }
    await context.sleep(waitMs)
    waitMs = Math.min(waitMs * poll.growth, poll.most)
  }
}

/** Tells the log what changes: the phase, and each event of the service since the rollout began. */
async function createNarrator({ aws, context, cluster, service: name }: Work, deployment: string) {
  const url = consoleUrl(await aws.region(), cluster, name)
  const told = new Set<string>()
  let last = ''

  return async function narrate(service: Service, ours: Deployment | undefined, verdict: Verdict): Promise<void> {
    const since = ours?.createdAt?.getTime() ?? Number.POSITIVE_INFINITY
    // Newest first, and far into the past.
    for (const { id, createdAt, message } of (service.events ?? []).toReversed()) {
      if (id === undefined || told.has(id) || (createdAt?.getTime() ?? 0) < since) continue
      told.add(id)
      if (message !== undefined) await context.log(message)
    }
    const phase = phaseOf(verdict, deployment)
    if (phase === last) return
    last = phase
    const { runningCount: running = 0, desiredCount: desired = 0 } = ours ?? {}
    const percent = desired > 0 ? Math.min(100, Math.round((100 * running) / desired)) : undefined
    context.progress({ phase, url, ...(percent !== undefined && verdict.kind === 'going' && { percent }) })
  }
}

function phaseOf(verdict: Verdict, deployment: string): string {
  if (verdict.kind === 'going' || verdict.kind === 'settling') return verdict.phase
  return verdict.kind === 'succeeded' ? `${deployment} is complete` : verdict.why
}

/** What a verdict means for the deployment. `detail` is the cause that the tasks tell. */
export function resultOf(verdict: Ended, { phase, target }: Rolling, sha: string, detail?: string): Result {
  const { before, revision, image } = target
  const isUndone = verdict.kind === 'stopped' || (verdict.kind === 'failed' && verdict.undone)
  if (phase === 'stopping' && isUndone)
    return { outcome: 'cancelled', summary: 'stopped; what was there before is back', before }
  switch (verdict.kind) {
    case 'succeeded':
      return {
        outcome: 'succeeded',
        summary: `${shortName(revision)} runs`,
        before,
        live: { sha, handle: { taskDefinition: revision, ...(image !== undefined && { image }) } },
      }
    case 'superseded':
      return { outcome: 'superseded', summary: verdict.why, before }
    case 'failed':
    case 'stopped':
      return { outcome: 'failed', summary: detail === undefined ? verdict.why : `${verdict.why}; ${detail}`, before }
  }
}
