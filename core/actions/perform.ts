import { createHash } from 'node:crypto'
import type { Message } from '../chat/message.ts'
import { notACommand } from '../commands/not-a-command.ts'
import { parse } from '../commands/parse.ts'
import type { Misunderstood, Parsed } from '../commands/parsed.ts'
import type { ReasonCode } from '../gates/reasons.ts'
import { GitHubError } from '../github/github-error.ts'
import type { Person, Place } from '../records/people.ts'
import type { Answer } from './answer.ts'
import { carryOut } from './index.ts'
import type { Ports } from './ports.ts'
import { refuseWith } from './refuse.ts'

const actingMs = 60_000 // a message whose handler died may be handled when it comes again after this
const rememberMs = 24 * 3_600_000

/** Surfaces on which nobody speaks to anybody but us: there every text is answered. */
const ours: ReadonlySet<string> = new Set(['shell', 'api'])

/**
 * Text from any surface to its answer. Undefined when it is not for us, or was seen before.
 * Never throws: what goes wrong is an answer too, and a line in the log.
 */
export async function perform(
  text: string,
  who: Person,
  place: Place,
  ports: Ports,
  acknowledge: (message: Message) => Promise<void> = async () => {},
): Promise<Answer | undefined> {
  const parsed = read(text, place, ports)
  if (parsed.kind === 'none') return undefined
  try {
    if (!(await isFirst(place, ports))) return undefined
    const answer =
      parsed.kind === 'error' ? didNotParse(parsed) : await carryOut(parsed.command, { who, place, ports, acknowledge })
    await remember(place, ports)
    return answer
  } catch (error) {
    return wentWrong(parsed.kind === 'command' ? parsed.command.action : parsed.code, error, ports)
  }
}

function read(text: string, { adapter }: Place, { settings }: Ports): Parsed {
  const parsed = parse(text, settings)
  return parsed.kind === 'none' && ours.has(adapter) ? notACommand(text, settings) : parsed
}

/** Chats deliver some messages twice. The mark is short-lived until the command is through, so that a crash does not eat it. */
const isFirst = async (place: Place, { engine }: Ports) =>
  place.messageId === undefined ||
  (await engine.store.put(markOf(place), true, { if: 'absent', expiresInMs: actingMs })) !== undefined

async function remember(place: Place, { engine }: Ports): Promise<void> {
  if (place.messageId !== undefined) await engine.store.put(markOf(place), true, { expiresInMs: rememberMs })
}

const markOf = ({ adapter, room, messageId }: Place) =>
  `said/${createHash('sha256')
    .update(JSON.stringify([adapter, room, messageId]))
    .digest('hex')}`

function didNotParse({ code, says, next, suggestion }: Misunderstood): Answer {
  const lines = suggestion === undefined ? [next] : [`did you mean \`${suggestion}\`?`]
  return { ok: false, code, message: { title: says, lines } }
}

async function wentWrong(what: string, error: unknown, ports: Ports): Promise<Answer> {
  ports.log.error({ what, err: error }, 'a command could not be carried out')
  if (error instanceof GitHubError) return { ok: false, code: codeOf(error), message: { title: error.message } }
  const code = (await answers(ports)) ? 'unexpected' : 'engine-down'
  return refuseWith('that did not work', code, {})
}

// A read without a clear answer was simply not read.
const codeOf = ({ kind }: GitHubError): ReasonCode => (kind === 'unclear' ? 'unreachable' : kind)

const answers = (ports: Ports) =>
  ports.engine.ping().then(
    () => true,
    () => false,
  )
