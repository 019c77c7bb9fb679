import type { DeploymentRecord } from '../records/deployment.ts'
import type { Ports } from './ports.ts'

/** What has become of a request by now, its waiting for green and the start after that included. */
export type RequestNow =
  | { readonly state: 'asked' | 'waiting' }
  | { readonly state: 'bound'; readonly deployment: DeploymentRecord }
  /** Nothing will come of it. `code` is one of core/gates/reasons.ts, where it is known; `why` is a sentence. */
  | { readonly state: 'ended'; readonly code?: string; readonly why?: string }

/** Undefined when there is no such request. */
export async function requestNow(id: string, ports: Pick<Ports, 'records'>): Promise<RequestNow | undefined> {
  const request = (await ports.records.requests.get(id))?.value
  if (!request) return undefined
  const { state, code, deployment } = request
  if (state === 'ended') return { state, ...(code !== undefined && { code }) }
  if (state === 'waiting') return waitNow(id, ports)
  const record = deployment === undefined ? undefined : (await ports.records.deployments.get(deployment))?.value
  return record ? { state: 'bound', deployment: record } : { state: 'asked' }
}

async function waitNow(id: string, ports: Pick<Ports, 'records'>): Promise<RequestNow> {
  const wait = (await ports.records.waits.get(id))?.value
  if (!wait) return { state: 'ended' }
  if (wait.state === 'ended') return { state: 'ended', ...(wait.why !== undefined && { why: wait.why }) }
  if (wait.state !== 'started') return { state: 'waiting' }
  return (await requestNow(`${wait.id}-${wait.attempts}`, ports)) ?? { state: 'ended' }
}
