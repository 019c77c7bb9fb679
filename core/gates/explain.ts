import { reasonText } from './reason-text.ts'
import type { ReasonCode } from './reasons.ts'
import type { StopFor } from './verdict.ts'

/** Why, in one sentence without a full stop. What to do about it is `reasonText(…).next`. */
export const explain = ({ code, data }: StopFor<ReasonCode>): string => reasonText(code, data).says
