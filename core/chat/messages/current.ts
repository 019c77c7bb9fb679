import type { DeploymentRecord } from '../../records/deployment.ts'
import type { StoredSnapshot } from '../../records/snapshot.ts'
import type { Message } from '../message.ts'
import { refAt, short } from '../words.ts'

interface Current {
  readonly what: string
  readonly provider: string
  /** Undefined where the platform cannot be asked. */
  readonly snapshot?: StoredSnapshot
  readonly ours: { readonly sha: string; readonly deployment: number } | undefined
  readonly record: DeploymentRecord | undefined
}

/** What the platform says is live; where that is not what we put there, both are said. */
export function current({ what, provider, snapshot, ours, record }: Current): Message {
  const put =
    ours &&
    `#${ours.deployment} ${record ? refAt(record.ref, record.sha) : short(ours.sha)}${record ? ` by ${record.who.name}` : ''}`
  if (!snapshot)
    return { title: `${what}: ${put ?? 'unknown'}`, lines: [`by our own record: ${provider} cannot be asked`] }
  const { sha, handle = {} } = snapshot
  const isOurs = sha !== undefined && sha === ours?.sha
  return {
    title: `${what}: ${isOurs && put ? put : sha === undefined ? 'the platform does not say which commit' : short(sha)}, as ${provider} says`,
    lines: [
      ...Object.entries(handle).map(([name, value]) => `${name}: ${value}`),
      ...(isOurs || put === undefined ? [] : [`by our own record it would be ${put}`]),
    ],
  }
}
