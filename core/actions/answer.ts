import type { Message } from '../chat/message.ts'
import type { ReasonCode } from '../gates/reasons.ts'

/** What a command comes to, the same on every surface. `code` is one of core/gates/reasons.ts. */
export interface Answer {
  readonly ok: boolean
  readonly code: ReasonCode
  readonly message: Message
  /** GitHub's id, where there is one. */
  readonly deployment?: number
  /** What this command asked for and is not over yet: a surface that ends with its input waits for these. */
  readonly request?: string
}
