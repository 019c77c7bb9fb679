import { rollingBack } from '../chat/messages/rolling-back.ts'
import type { RollbackCommand } from '../commands/command.ts'
import type { Action } from './action.ts'
import { ask } from './ask/ask.ts'
import { storeRequest } from './ask/send.ts'
import { findTarget } from './find-target.ts'
import { newRequest } from './new-request.ts'
import { refuseFor } from './refuse.ts'
import { findGoal } from './rollback/find-goal.ts'
import { stopsOf } from './stops.ts'

/** Back to what ran well: a deployment of its own, with the parameters of the one that it brings back. */
export const rollback: Action<RollbackCommand> = async (command, asked) => {
  const { ports } = asked
  const place = findTarget(command, ports)
  if ('answer' in place) return place.answer
  const { found: target } = place
  const { force, reason } = command
  const stops = await stopsOf(target, { task: 'rollback', force, hosts: [] }, asked)
  if (stops.length > 0) return refuseFor(`rollback of ${target.app} in ${target.environment}`, stops)

  const found = await findGoal(command, target, ports)
  if ('answer' in found) return found.answer
  const { ref, sha, hosts, proven, of, to, previous } = found.goal
  await asked.acknowledge(rollingBack({ ...target, ...found.goal }))
  const request = await newRequest(
    target,
    {
      ref,
      sha,
      task: 'rollback',
      force,
      hosts,
      skipChecks: force || proven,
      rollback: { previous, ...(of !== undefined && { of }), ...(to !== undefined && { to }) },
      ...(reason !== undefined && { reason }),
    },
    asked,
  )
  return (await storeRequest(ports, request)) ? ask(ports, request, target) : undefined
}
