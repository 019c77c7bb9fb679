import type { Ports } from '../core/actions/ports.ts'
import { deploymentKey } from '../core/records/deployment.ts'
import { glanceAll } from '../core/records/glance.ts'

/**
 * Finds deployments whose event never reached us: young, nobody has answered them, and we have no record of them.
 * What is found goes the way of an event, so it is read from GitHub and judged like one.
 */
export async function reconcile(ports: Ports): Promise<void> {
  for (const { github, seen } of await glanceAll(ports))
    for (const repository of seen)
      for (const made of repository.deployments) {
        const young = ports.now() - Date.parse(made.createdAt) < ports.settings.maxEventAgeMs
        if (!young || !made.unanswered) continue
        const key = deploymentKey(github.host, made.id)
        if (await ports.records.deployments.get(key)) continue
        // Over REST the glance knows no statuses: somebody else may be carrying it out.
        if ((await github.statuses(repository.fullName, made.id)).length > 0) continue
        await ports.engine.queues.events.add(`f-${key}`, {
          event: 'found',
          id: made.id,
          repository: { id: repository.id, full_name: repository.fullName },
          payload: made.payload,
        })
      }
}
