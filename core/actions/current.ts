import { current as message } from '../chat/messages/current.ts'
import type { PlatformCommand } from '../commands/command.ts'
import { deploymentById } from '../records/find.ts'
import type { Action } from './action.ts'
import { findTarget } from './find-target.ts'
import { askPlatform } from './platform.ts'
import { refuseWith } from './refuse.ts'

/** What is live, asked of the platform, beside what our own record says. */
export const current: Action<PlatformCommand> = async (command, { ports }) => {
  const place = findTarget(command, ports)
  if ('answer' in place) return place.answer
  const { found: target } = place
  const { app, environment, provider = 'missing' } = target
  const what = `${app} in ${environment}`
  const ours = (await ports.records.targets.get(target.id))?.value.live
  const record = ours && (await deploymentById(ports.engine.store, ports.records, ours.deployment, target.id))
  const answer = await askPlatform(ports, { about: 'current', app, environment })
  if (answer === undefined) return refuseWith(what, 'no-worker', {})
  switch (answer.kind) {
    case 'failed':
      return refuseWith(what, 'platform-failed', { provider, why: answer.why })
    case 'current':
      return {
        ok: true,
        code: 'answered',
        message: message({ what, provider, snapshot: answer.snapshot, ours, record }),
      }
    default:
      if (ours) return { ok: true, code: 'answered', message: message({ what, provider, ours, record }) }
      return refuseWith(what, 'cannot-tell', {
        provider,
        what: 'what is live',
        instead: `nothing has gone through us yet; \`deploys ${app}\` asks GitHub`,
      })
  }
}
