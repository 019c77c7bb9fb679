import { reasonText } from './reason-text.ts'
import type { ReasonCode } from './reasons.ts'
import type { StopFor } from './verdict.ts'

/** Why, in the few words a status description has room for. */
export const explain = ({ code, data }: StopFor<ReasonCode>) => reasonText(code, data).says
