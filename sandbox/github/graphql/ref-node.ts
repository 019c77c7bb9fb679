import type { Hub } from '../hub.ts'
import type { Repository } from '../state.ts'
import { nodeId } from '../views/node-id.ts'
import { commitNode, nodeOf } from './commit-node.ts'
import { connection, type Slice } from './connection.ts'

const prefixes = ['refs/heads/', 'refs/tags/'] as const

function relation(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return 'DIVERGED'
  if (ahead > 0) return 'AHEAD'
  return behind > 0 ? 'BEHIND' : 'IDENTICAL'
}

/** A branch or tag by its short or full name; null when there is none. */
export async function refNode(hub: Hub, repository: Repository, qualifiedName: string) {
  const git = hub.git(repository)
  const found = await git.resolve(qualifiedName)
  if (found === undefined || found.kind === 'sha') return null

  async function compare({ headRef }: { readonly headRef: string }) {
    const head = await git.resolve(headRef)
    if (found === undefined || head === undefined) return null
    const commits = (await git.log(`${found.sha}..${head.sha}`)).toReversed()
    const behind = await git.count(`${head.sha}..${found.sha}`)
    return {
      aheadBy: commits.length,
      behindBy: behind,
      status: relation(commits.length, behind),
      commits: (slice: Slice) =>
        connection(
          'commits',
          commits.map((commit) => nodeOf(hub, repository, commit)),
          slice,
        ),
    }
  }

  return {
    id: nodeId('Ref', found.name),
    name: found.name,
    prefix: prefixes[found.kind === 'branch' ? 0 : 1],
    target: () => commitNode(hub, repository, found.sha),
    compare,
  }
}
