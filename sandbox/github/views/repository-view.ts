import type { Hub } from '../hub.ts'
import type { Repository } from '../state.ts'
import { ownerView } from './account-view.ts'
import { nodeId } from './node-id.ts'

export const splitName = (fullName: string): { readonly owner: string; readonly name: string } => {
  const [owner = '', name = ''] = fullName.split('/')
  return { owner, name }
}

export const repositoryUrl = ({ url }: Hub, { fullName }: Repository) => `${url}/repos/${fullName}`

export function repositoryView(hub: Hub, repository: Repository) {
  const { id, fullName, defaultBranch, createdAt } = repository
  const { owner, name } = splitName(fullName)
  const api = repositoryUrl(hub, repository)
  return {
    id,
    node_id: nodeId('Repository', id),
    name,
    full_name: fullName,
    private: true,
    visibility: 'private',
    owner: ownerView(hub, owner),
    html_url: `${hub.url}/${fullName}`,
    description: null,
    fork: false,
    url: api,
    branches_url: `${api}/branches{/branch}`,
    commits_url: `${api}/commits{/sha}`,
    compare_url: `${api}/compare/{base}...{head}`,
    deployments_url: `${api}/deployments`,
    statuses_url: `${api}/statuses/{sha}`,
    clone_url: hub.git(repository).url,
    git_url: hub.git(repository).url,
    archived: false,
    disabled: false,
    default_branch: defaultBranch,
    created_at: createdAt,
    updated_at: createdAt,
    pushed_at: createdAt,
  }
}
