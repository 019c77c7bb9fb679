import { asking } from '../chat/messages/asking.ts'
import type { DeployCommand } from '../commands/command.ts'
import { hintForRepository } from '../commands/hint-for-repository.ts'
import { repositoryOf } from '../records/repositories.ts'
import type { Action } from './action.ts'
import type { Answer } from './answer.ts'
import { ask } from './ask/ask.ts'
import { storeRequest } from './ask/send.ts'
import { findTarget } from './find-target.ts'
import { newRequest } from './new-request.ts'
import type { Ports } from './ports.ts'
import { refuseFor, refuseWith } from './refuse.ts'
import { stopsOf } from './stops.ts'

/** Asks GitHub for a deployment, or says all that stands against it. */
export const deploy: Action<DeployCommand> = async (command, asked) => {
  const { ports } = asked
  const place = findTarget(command, ports)
  if ('answer' in place) return withHint(command, place.answer, ports)
  const { found: target } = place
  const { task, force, hosts, reason } = command
  const stops = await stopsOf(target, { task, force, hosts }, asked)
  if (stops.length > 0) return refuseFor(`${target.app} to ${target.environment}`, stops)

  await asked.acknowledge(asking(target, command))
  const ref = command.ref ?? (await repositoryOf(target, ports))?.defaultBranch
  if (ref === undefined) return refuseWith(target.app, 'not-found', { repository: target.repository })
  // Stored before it is sent: a lost answer from GitHub is found again by this id, not by posting twice.
  const request = await newRequest(
    target,
    { ref, task, force, hosts, skipChecks: force, ...(reason !== undefined && { reason }) },
    asked,
  )
  return (await storeRequest(ports, request)) ? ask(ports, request, target) : undefined
}

/** `deploy acme/webapp` was probably meant as the repository. */
function withHint(command: DeployCommand, answer: Answer, ports: Ports): Answer {
  const hint = hintForRepository(command, ports.apps(), ports.settings.prefix)
  if (!hint || answer.code !== 'unknown-app') return answer
  const lines = [`${hint.repository} is a repository; did you mean \`${hint.suggestion}\`?`]
  return { ...answer, message: { ...answer.message, lines } }
}
