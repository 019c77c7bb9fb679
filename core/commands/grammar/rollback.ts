import { afterWord } from '../after-word.ts'
import type { DeployCommand, RollbackCommand } from '../command.ts'
import {
  isMisunderstood,
  misunderstood,
  none,
  understood,
  type Misunderstood,
  type Parsed,
  type Said,
} from '../parsed.ts'
import { readAppToken } from '../read-app-token.ts'
import { isPreposition, readPlace } from '../read-place.ts'
import { splitReason } from '../split-reason.ts'

const usage = 'rollback app in environment'
const commit = /^[0-9a-f]{7,40}$/i
const number = /^#?([1-9]\d{0,15})$/

/** `rollback[!] app [in environment] [to sha|#id] [because …]` */
export function rollback({ text }: Said): Parsed {
  const [, mark = '', rest = ''] = /^(!?)(?: (.*))?$/su.exec(afterWord(text, 'rollback') ?? 'none') ?? []
  if (!/^rollback!?(?: |$)/iu.test(text)) return none
  const { said, reason } = splitReason(rest)
  const [token = '', ...words] = said.split(' ')
  if (token === '') return misunderstood('not-a-command', { what: 'no app is named' }, usage)
  const verb = mark === '!' ? 'rollback!' : 'rollback'
  const app = readAppToken(token, (mended) => [verb, mended, ...words].join(' '))
  if (isMisunderstood(app)) return app
  if (app.ref !== undefined) return named(verb, app.app, app.ref)
  if (reason === '') return misunderstood('not-a-command', { what: 'no reason follows "because"' }, `${verb} ${said}`)
  const goal = readGoal(words, `${verb} ${app.app}`)
  if (isMisunderstood(goal)) return goal
  return understood({ action: 'rollback', app: app.app, force: verb === 'rollback!', reason, ...goal })
}

/** `deploy:rollback app[/sha] to environment`, as hubot-deploy's users would type it. */
export function rollbackOf({ app, ref, environment, hosts, force, reason }: DeployCommand): Parsed {
  const verb = force ? 'rollback!' : 'rollback'
  const where = environment === undefined ? '' : ` in ${environment}`
  if (hosts.length > 0)
    return misunderstood(
      'not-a-command',
      { what: 'a rollback goes to the hosts of the deployment it brings back' },
      `${verb} ${app}${where}`,
    )
  const to = ref === undefined ? undefined : readTo(ref)
  if (ref !== undefined && to === undefined) return named(verb, app, ref)
  return understood({ action: 'rollback', app, environment, to, force, reason })
}

/** `app/branch`: a rollback brings back what ran, and a branch does not say which commit of it did. */
const named = (verb: string, app: string, ref: string): Misunderstood =>
  misunderstood(
    'not-a-command',
    { what: 'a rollback goes to a commit or a deployment, not to a branch' },
    commit.test(ref) ? `${verb} ${app} to ${ref}` : `${verb} ${app}`,
  )

type Goal = Pick<RollbackCommand, 'environment' | 'to'>

/** `[in environment] [to sha|#id]`; `to` may also name the environment, as it does for a deploy. */
function readGoal(words: readonly string[], begun: string): Goal | Misunderstood {
  const [first, second = ''] = words
  if (first?.toLowerCase() === 'to' && readTo(second) !== undefined) return readTail(words, undefined, begun)
  const place = readPlace(words, (mended) => `${begun} in ${mended}`)
  if (isMisunderstood(place)) return place
  if (place.hosts.length > 0)
    return misunderstood(
      'not-a-command',
      { what: 'a rollback goes to the hosts of the deployment it brings back' },
      `${begun} in ${place.environment}`,
    )
  return readTail(place.tail, place.environment, begun)
}

function readTail(words: readonly string[], environment: string | undefined, begun: string): Goal | Misunderstood {
  const [preposition, goal = '', ...more] = words
  if (preposition === undefined) return { environment, to: undefined }
  const to = readTo(goal)
  const where = environment === undefined ? begun : `${begun} in ${environment}`
  if (preposition.toLowerCase() === 'to' && to !== undefined && more.length === 0) return { environment, to }
  if (environment === undefined && !isPreposition(preposition))
    return misunderstood('not-a-command', { what: `"in" has to stand before the environment` }, usage)
  return misunderstood(
    'not-a-command',
    { what: 'after "to" a rollback wants a commit or the #id of a deployment' },
    where,
  )
}

/** Without its `#` a number of seven digits or more is taken for the beginning of a commit. */
function readTo(word: string): string | number | undefined {
  if (commit.test(word)) return word.toLowerCase()
  const id = Number(number.exec(word)?.[1])
  return Number.isSafeInteger(id) ? id : undefined
}
