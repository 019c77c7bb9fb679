import { afterWholeWord } from '../after-word.ts'
import type { PlatformCommand } from '../command.ts'
import { isMisunderstood, misunderstood, none, understood, type Parsed, type Said } from '../parsed.ts'
import { readAppToken } from '../read-app-token.ts'
import { readPlace } from '../read-place.ts'

/** `current app [in environment]` */
export function current({ text }: Said): Parsed {
  const rest = afterWholeWord(text, 'current')
  return rest === undefined ? none : onPlatform('current', 'current', rest)
}

/** `logs app [in environment]`; alone or with the number of a deployment it is `logs [#id]`. */
export function appLogs({ text }: Said): Parsed {
  const rest = afterWholeWord(text, 'logs')
  return rest === undefined || /^(?:#?\d*)$/.test(rest) ? none : onPlatform('logs', 'app-logs', rest)
}

function onPlatform(word: string, action: PlatformCommand['action'], rest: string): Parsed {
  const [token = '', ...words] = rest.split(' ')
  if (token === '') return misunderstood('not-a-command', { what: 'no app is named' }, `${word} app in environment`)
  const app = readAppToken(token, (mended) => [word, mended, ...words].join(' '))
  if (isMisunderstood(app)) return app
  const place = readPlace(words, (mended) => `${word} ${app.app} in ${mended}`)
  if (isMisunderstood(place)) return place
  const { environment, hosts, tail } = place
  if (app.ref === undefined && hosts.length === 0 && tail.length === 0)
    return understood({ action, app: app.app, environment })
  const where = environment === undefined ? '' : ` in ${environment}`
  return misunderstood(
    'not-a-command',
    { what: `"${word}" wants an app and an environment` },
    `${word} ${app.app}${where}`,
  )
}
