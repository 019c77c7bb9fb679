import { reasonText } from '../gates/reason-text.ts'
import type { ReasonCode, ReasonData } from '../gates/reasons.ts'
import type { Command } from './command.ts'

export interface Understood {
  readonly kind: 'command'
  readonly command: Command
}

/** Text that begins like a command and is none. */
export interface Misunderstood {
  readonly kind: 'error'
  readonly code: ReasonCode
  /** A sentence without a full stop. Never repeats what may be an OTP. */
  readonly says: string
  /** What to do where there is no suggestion. */
  readonly next: string
  /** The nearest text that would be understood. */
  readonly suggestion?: string
}

/** `none`: not said to us. */
export type Parsed = Understood | Misunderstood | { readonly kind: 'none' }

/** What was said, with its blanks collapsed, and the word that begins a deploy here. */
export interface Said {
  readonly text: string
  readonly prefix: string
}

/** The grammar of one command: pure, and `none` for whatever does not begin like it. */
export type Grammar = (said: Said) => Parsed

export const none: Parsed = { kind: 'none' }

export const understood = (command: Command): Understood => ({ kind: 'command', command })

export function misunderstood<C extends ReasonCode>(code: C, data: ReasonData[C], suggestion?: string): Misunderstood {
  const { says, next } = reasonText(code, data)
  return { kind: 'error', code, says, next, ...(suggestion === undefined ? {} : { suggestion }) }
}

export const isMisunderstood = (value: object): value is Misunderstood => 'kind' in value && value.kind === 'error'
