import { loginOf } from '../git/author.ts'
import type { Commit, Signature } from '../git/commit.ts'
import type { Hub } from '../hub.ts'
import { checkRunsOf, contextsOf, statusesOf } from '../required-contexts.ts'
import type { Repository } from '../state.ts'
import { nodeId } from '../views/node-id.ts'
import { actorNode } from './actor-node.ts'
import { connection, type Slice } from './connection.ts'

const failed = ['failure', 'error', 'cancelled', 'timed_out', 'action_required', 'startup_failure']

function overall(states: readonly string[]): string {
  if (states.some((state) => failed.includes(state))) return 'FAILURE'
  return states.includes('pending') ? 'PENDING' : 'SUCCESS'
}

function signature(hub: Hub, { name, email, date }: Signature) {
  const account = hub.state.accounts.find((one) => one.login === loginOf(email))
  return { name, email, date, user: account?.type === 'User' ? actorNode(account) : null }
}

const statusNodes = (repository: Repository, sha: string) =>
  statusesOf(repository, sha).map(({ id, context, state, description, targetUrl }) => ({
    __typename: 'StatusContext',
    id: nodeId('StatusContext', id),
    context,
    state: state.toUpperCase(),
    description,
    targetUrl,
  }))

const runNodes = (repository: Repository, sha: string) =>
  checkRunsOf(repository, sha).map(({ id, name, status, conclusion, detailsUrl }) => ({
    __typename: 'CheckRun',
    id: nodeId('CheckRun', id),
    databaseId: id,
    name,
    status: status.toUpperCase(),
    conclusion: conclusion?.toUpperCase() ?? null,
    detailsUrl,
  }))

/** A commit with the resolvers of its connections; null for a sha that is not there. */
export async function commitNode(hub: Hub, repository: Repository, sha: string | undefined): Promise<object | null> {
  const commit = sha === undefined ? undefined : await hub.git(repository).commitAt(sha)
  return commit === undefined ? null : nodeOf(hub, repository, commit)
}

export function nodeOf(hub: Hub, repository: Repository, commit: Commit): object {
  const { sha, message, committer, author } = commit
  const parents = async (slice: Slice) => {
    const nodes = await Promise.all(commit.parents.map((parent) => commitNode(hub, repository, parent)))
    return connection('parents', nodes, slice)
  }
  return {
    __typename: 'Commit',
    id: nodeId('Commit', sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    message,
    messageHeadline: message.split('\n', 1)[0] ?? '',
    committedDate: committer.date,
    url: `${hub.url}/${repository.fullName}/commit/${sha}`,
    author: signature(hub, author),
    committer: signature(hub, committer),
    additions: async () => (await hub.git(repository).sizeOf(sha)).additions,
    deletions: async () => (await hub.git(repository).sizeOf(sha)).deletions,
    parents,
    async history(slice: Slice) {
      const commits = await hub.git(repository).log(sha)
      const page = connection('history', commits, slice)
      return { ...page, nodes: page.nodes.map((one) => nodeOf(hub, repository, one)) }
    },
    // Nobody opens pull requests here.
    associatedPullRequests: (slice: Slice) => connection('associatedPullRequests', [], slice),
    status() {
      const contexts = statusNodes(repository, sha)
      const states = statusesOf(repository, sha).map(({ state }) => state)
      return contexts.length === 0 ? null : { state: overall(states), contexts }
    },
    statusCheckRollup() {
      const states = contextsOf(repository, sha).map(({ state }) => state)
      const nodes = [...statusNodes(repository, sha), ...runNodes(repository, sha)]
      if (nodes.length === 0) return null
      return { state: overall(states), contexts: (slice: Slice) => connection('contexts', nodes, slice) }
    },
  }
}
