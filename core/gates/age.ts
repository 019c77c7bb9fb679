import { pass, refuse, type Gate } from './verdict.ts'

/** What was asked for long ago is not started as if it were new. Time in our own lane does not count. */
export const age: Gate = ({ createdAt, queuedMs = 0, maxAgeMs, now }) => {
  if (createdAt === undefined || maxAgeMs === undefined) return pass
  const ageMs = now - createdAt - queuedMs
  return ageMs > maxAgeMs ? refuse('too-old', { ageMs, maxAgeMs }) : pass
}
