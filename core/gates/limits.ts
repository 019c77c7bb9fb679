import { pass, refuse, type Gate } from './verdict.ts'

/** What the target's settings narrow its provider down to: it is refused, never done for all hosts or as another task. */
export const limits: Gate = ({ provider: { refusal } }) =>
  refusal === undefined ? pass : refuse('provider-refuses', { why: refusal })
