import type { PlatformCommand } from '../commands/command.ts'
import type { Action } from './action.ts'
import { findTarget } from './find-target.ts'
import { askPlatform } from './platform.ts'
import { refuseFor, refuseWith } from './refuse.ts'
import { rightsOf } from './stops.ts'

const mostLines = 20

/** The last lines of what the running app itself has logged. */
export const appLogs: Action<PlatformCommand> = async (command, asked) => {
  const { ports } = asked
  const place = findTarget(command, ports)
  if ('answer' in place) return place.answer
  const { app, environment, provider = 'missing' } = place.found
  const what = `logs of ${app} in ${environment}`
  const stops = await rightsOf(place.found, asked)
  if (stops.length > 0) return refuseFor(what, stops)

  const answer = await askPlatform(ports, { about: 'logs', app, environment })
  if (answer === undefined) return refuseWith(what, 'no-worker', {})
  if (answer.kind === 'failed') return refuseWith(what, 'platform-failed', { provider, why: answer.why })
  if (answer.kind === 'logs') {
    const lines = answer.lines.slice(-mostLines)
    const title =
      lines.length === 0
        ? `${app} in ${environment} has logged nothing lately`
        : `the ${what}, as ${provider} keeps them`
    return { ok: true, code: 'answered', message: { title, lines } }
  }
  return refuseWith(what, 'cannot-tell', {
    provider,
    what: 'what the app has logged',
    instead: '`logs #id` shows the log of a deployment',
  })
}
