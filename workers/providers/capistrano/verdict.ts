import { short } from '../../../core/chat/words.ts'
import type { Host, Seen } from './seen.ts'
import { problemOf } from './against.ts'

export interface Looks {
  readonly before: Seen
  readonly after: Seen
  readonly sha: string
  /** Whether the task is one that has to leave the commit live; others, such as deploy:restart, may leave all as it was. */
  readonly publishes: boolean
}

/** What is wrong on the hosts after cap has ended well; undefined when the commit is where it has to be. */
export function wrongAfter({ before, after, sha, publishes }: Looks): string | undefined {
  const problems = after.hosts.flatMap((host) => problemOf(host) ?? [])
  if (problems.length > 0) return `cap ended well, but nobody knows what runs: ${problems.join('; ')}`
  const carrying = after.hosts.filter(({ carries }) => carries)
  if (publishes && carrying.length === 0) return 'no server that was asked for carries releases; nothing was deployed'
  const wrong = carrying.filter((host) => host.sha !== sha && (publishes || hasMoved(host, before)))
  if (wrong.length === 0) return undefined
  const said = wrong.map((host) => `${host.name} has ${host.sha === undefined ? 'no REVISION' : short(host.sha)}`)
  return `cap ended well, but not at ${short(sha)}: ${said.join(', ')}`
}

function hasMoved({ name, release }: Host, { hosts }: Seen): boolean {
  return hosts.find((host) => host.name === name)?.release !== release
}
