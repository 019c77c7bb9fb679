import { loginOf } from '../git/author.ts'
import type { Commit, Signature } from '../git/commit.ts'
import type { Hub } from '../hub.ts'
import type { Repository } from '../state.ts'
import { accountView } from './account-view.ts'
import { nodeId } from './node-id.ts'
import { repositoryUrl } from './repository-view.ts'

/** Null for somebody whom GitHub cannot match by their address. */
function person(hub: Hub, { email }: Signature) {
  const login = loginOf(email)
  const account = hub.state.accounts.find((one) => one.login === login)
  return account === undefined ? null : accountView(hub, account)
}

export function commitView(hub: Hub, repository: Repository, commit: Commit) {
  const api = repositoryUrl(hub, repository)
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    commit: {
      author: { ...commit.author },
      committer: { ...commit.committer },
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    },
    url: `${api}/commits/${commit.sha}`,
    html_url: `${hub.url}/${repository.fullName}/commit/${commit.sha}`,
    author: person(hub, commit.author),
    committer: person(hub, commit.committer),
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}` })),
  }
}

/** The shorter shape that `push` events use. */
export const pushedCommitView = (hub: Hub, repository: Repository, commit: Commit) => ({
  id: commit.sha,
  tree_id: commit.tree,
  distinct: true,
  message: commit.message,
  timestamp: commit.committer.date,
  url: `${hub.url}/${repository.fullName}/commit/${commit.sha}`,
  author: { name: commit.author.name, email: commit.author.email, username: loginOf(commit.author.email) ?? null },
  committer: {
    name: commit.committer.name,
    email: commit.committer.email,
    username: loginOf(commit.committer.email) ?? null,
  },
  added: [],
  removed: [],
  modified: [],
})
