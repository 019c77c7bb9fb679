import { asking } from '../chat/messages/asking.ts'
import { refAt } from '../chat/words.ts'
import type { DeploymentCommand } from '../commands/command.ts'
import { isFinal } from '../records/deployment.ts'
import type { Action } from './action.ts'
import { ask } from './ask/ask.ts'
import { storeRequest } from './ask/send.ts'
import { findTarget } from './find-target.ts'
import { newRequest } from './new-request.ts'
import { pickDeployment } from './pick-deployment.ts'
import { refuseFor, refuseWith } from './refuse.ts'
import { stopsOf } from './stops.ts'

/** The same commit, task and hosts again, by whoever asks now. */
export const retry: Action<DeploymentCommand> = async ({ deployment }, asked) => {
  const { ports } = asked
  const picked = await pickDeployment(deployment, asked, () => true)
  if (!picked) return refuseWith('retry', 'nothing-to-retry', {})
  if ('answer' in picked) return picked.answer
  const { record } = picked
  if (!isFinal(record.state)) return refuseWith('retry', 'still-running', { deployment: record.id })
  const place = findTarget(record, ports)
  if ('answer' in place) return place.answer
  const { found: target } = place
  const { ref, sha, task, force, hosts, reason, rollback } = record
  const stops = await stopsOf(target, { task, force, hosts }, asked)
  if (stops.length > 0) return refuseFor(`retry of #${record.id}`, stops)

  await asked.acknowledge(asking(target, { ref: refAt(ref, sha), task, force, hosts }))
  // What ran well here was green enough once; checks that turned red since then do not keep it from coming back.
  const skipChecks = force || record.state === 'success'
  const request = await newRequest(
    target,
    {
      ref,
      sha,
      task,
      force,
      hosts,
      skipChecks,
      retryOf: record.id,
      ...(reason !== undefined && { reason }),
      ...(rollback && { rollback }),
    },
    asked,
  )
  return (await storeRequest(ports, request)) ? ask(ports, request, target) : undefined
}
