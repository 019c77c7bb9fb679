import { pass, refuse, type Gate } from './verdict.ts'

/** GitHub's ids grow: a deployment must not put an older wish over a newer one that has started. */
export const order: Gate = ({ deployment, newestStarted }) => {
  if (deployment === undefined || newestStarted === undefined || newestStarted <= deployment) return pass
  return refuse('superseded-by-newer', { newer: newestStarted })
}
