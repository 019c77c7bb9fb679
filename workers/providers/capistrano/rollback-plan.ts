import type { Snapshot } from '../provider.ts'
import type { Seen } from './seen.ts'

/** Releases to go back to, each with the hosts that have it; or why the commit has to be deployed anew. */
export type RollbackPlan = { readonly releases: ReadonlyMap<string, readonly string[]> } | { readonly anew: string }

/**
 * Only what can be seen to be the commit on every host is gone back to. Hosts that run it already are left alone: Capistrano
 * refuses to roll back where there is one release only. Capistrano's own choice, the second newest folder,
 * may be one that a failed deploy has left.
 */
export function rollbackPlan({ handle = {} }: Snapshot, { hosts }: Seen, sha: string): RollbackPlan {
  const releases = new Map<string, string[]>()
  for (const { name, kept, release: current } of hosts.filter(({ carries }) => carries)) {
    const release = handle[name]
    if (release === undefined) return { anew: `it is not known which release of ${name} ran well` }
    if (kept === undefined) return { anew: `release ${release} is gone from ${name}` }
    if (kept !== sha) return { anew: `release ${release} of ${name} is of ${kept.slice(0, 7)}` }
    if (current === release) continue
    const host = hostOf(name)
    const other = [...releases].some(([at, names]) => at !== release && names.includes(host))
    if (other) return { anew: `servers at ${host} have different releases` }
    releases.set(release, [...(releases.get(release) ?? []), host])
  }
  return { releases }
}

/** Capistrano filters by host, without the port. */
const hostOf = (name: string) => name.replace(/:\d+$/, '')
