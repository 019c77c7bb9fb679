import { causeIn } from './cause.ts'
import type { CapEnded } from './site.ts'

/** Why cap has failed, in a sentence. */
export function failureOf({ notStarted, stopped, signal, code, lines }: CapEnded, stage: string): string {
  if (notStarted !== undefined) return notStarted
  if (stopped?.kind === 'silence') return `cap ${stage} said nothing for too long and was stopped`
  if (signal !== undefined) return `cap ${stage} was ended by ${signal}`
  const cause = causeIn(lines)
  return `cap ${stage} ended with ${code}${cause === undefined ? '' : `: ${cause}`}`
}
