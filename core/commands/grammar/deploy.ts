import { afterWord } from '../after-word.ts'
import type { DeployCommand } from '../command.ts'
import {
  isMisunderstood,
  misunderstood,
  none,
  understood,
  type Misunderstood,
  type Parsed,
  type Said,
} from '../parsed.ts'
import { isEnvironment, isReservedTask, isTask } from '../patterns.ts'
import { readAppToken } from '../read-app-token.ts'
import { isPreposition, readPlace } from '../read-place.ts'
import { splitReason } from '../split-reason.ts'
import { writeCommand } from '../write-command.ts'
import { rollbackOf } from './rollback.ts'

// Six digits of an authenticator, or what a Yubikey types.
const otp = /^(?:\d{6}|[cbdefghijklnrtuv]{32,64})$/i

/** Whether a word at the place of an OTP may be repeated: not if it could be a mistyped one. */
const isHarmless = (word: string): boolean =>
  isEnvironment(word) && !/^\d|(?:\d.*){4}|^[cbdefghijklnrtuv]{16,}$/i.test(word)

/** `prefix[:task][!] app[/ref] [to|in|on environment[/host,host]] [otp] [because …]` */
export function deploy({ text, prefix }: Said): Parsed {
  const after = afterWord(text, prefix)
  const [, mark = '', rest = ''] = /^(\S*)(?: (.*))?$/su.exec(after ?? '') ?? []
  if (after === undefined || !/^(?:$|[:!])/.test(mark)) return none
  const verb = readVerb(mark, rest, prefix)
  return isMisunderstood(verb) ? verb : readRest(rest, verb, prefix)
}

interface Verb {
  readonly task: string
  readonly force: boolean
}

function readVerb(mark: string, rest: string, prefix: string): Verb | Misunderstood {
  const [, turned] = /^!(:[^!]+)$/su.exec(mark) ?? []
  if (turned !== undefined && isTask(`deploy${turned.toLowerCase()}`)) {
    const mended = deploy({ text: `${prefix}${turned}! ${rest}`.trim(), prefix })
    const isDeploy = mended.kind === 'command' && mended.command.action === 'deploy'
    const suggestion = isDeploy ? writeCommand(mended.command, prefix) : undefined
    return misunderstood('not-a-command', { what: 'the "!" goes after the task' }, suggestion)
  }
  const force = mark.endsWith('!')
  const task = `deploy${force ? mark.slice(0, -1) : mark}`.toLowerCase()
  if (!isTask(task)) return misunderstood('not-a-task', { word: `${prefix}${mark}` })
  if (task === 'deploy:version' && rest !== '') {
    return misunderstood(
      'reserved-task',
      { task: `${prefix}:version`, because: 'it stands alone' },
      `${prefix}:version`,
    )
  }
  if (isReservedTask(task)) {
    return misunderstood('reserved-task', { task: `${prefix}${mark}`, because: 'not available in this version' })
  }
  return { task, force }
}

function readRest(rest: string, verb: Verb, prefix: string): Parsed {
  const { said, reason } = splitReason(rest)
  const [token = '', ...words] = said.split(' ')
  if (token === '') {
    return misunderstood('not-a-command', { what: 'no app is named' }, `${prefix} app to environment`)
  }
  const base: DeployCommand = {
    action: 'deploy',
    app: token,
    ref: undefined,
    environment: undefined,
    ...verb,
    hosts: [],
    reason: reason === '' ? undefined : reason,
  }
  const write = (parts: Partial<DeployCommand>): string => writeCommand({ ...base, ...parts }, prefix)

  const place = readPlace(words, (mended) => write({ environment: mended, app: token }))
  const where = isMisunderstood(place) ? '' : place.environment
  const app = readAppToken(token, (mended) => write({ app: mended, environment: where === '' ? undefined : where }))
  if (isMisunderstood(app)) return app
  if (isMisunderstood(place)) return place
  const { environment, hosts, tail } = place
  const command: DeployCommand = { ...base, ...app, environment, hosts }

  const [last, ...more] = tail
  const understoodAll = last === undefined || (otp.test(last) && more.length === 0)
  if (!understoodAll) return strayWords(tail, command, prefix)
  if (reason === '') {
    return misunderstood('not-a-command', { what: 'no reason follows "because"' }, writeCommand(command, prefix))
  }
  // The command `rollback`, never a task handed to a provider that may not know what to go back to.
  return command.task === 'deploy:rollback' ? rollbackOf(command) : understood(command)
}

/** Words after all that has a meaning: mostly an environment without its "to". */
function strayWords(tail: readonly string[], command: DeployCommand, prefix: string): Misunderstood {
  const [first = ''] = tail
  const words = tail.length > 1 ? 'the last words are' : 'the last word is'
  const what = isHarmless(first) ? `"${first}" is not understood there` : `${words} not understood`
  const environment = command.environment ?? environmentMeant(tail)
  return misunderstood('not-a-command', { what }, writeCommand({ ...command, environment }, prefix))
}

function environmentMeant([first = '', second = '']: readonly string[]): string | undefined {
  // "tos taging": the blank slipped.
  const slipped = /^(?:to|in|on)(\S+)$/i.exec(`${first}${second}`)?.[1] ?? ''
  if (second !== '' && !isPreposition(second) && isHarmless(slipped)) return slipped
  return isHarmless(first) ? first : undefined
}
