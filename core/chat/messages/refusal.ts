import { reasonText } from '../../gates/reason-text.ts'
import type { ReasonCode } from '../../gates/reasons.ts'
import type { StopFor } from '../../gates/verdict.ts'
import { aloud } from '../../gates/words.ts'
import type { Message } from '../message.ts'

/** Everything that stands against a command, each with what would change it. */
export function refusal(what: string, stops: readonly StopFor<ReasonCode>[]): Message {
  const texts = stops.map(({ code, data }) => reasonText(code, data))
  const [only] = texts
  // "web: web has no environment …" would say the name twice.
  const about = only && names(only.says, what) ? '' : `${what}: `
  if (texts.length === 1 && only) return { title: `${about}${only.says}`, lines: [only.next] }
  return {
    title: `${what}: ${texts.length} things stand against it`,
    lines: texts.map(({ says, next }) => `${says}; ${next}`),
  }
}

/** As a word of its own: "web" is not named in "acme/webapp". */
function names(says: string, what: string): boolean {
  const quoted = aloud(what)
  if (says.includes(quoted)) return true
  const at = says.indexOf(what)
  return at >= 0 && !/[\w/.-]/.test(says.charAt(at - 1)) && !/[\w/-]/.test(says.charAt(at + what.length))
}
