import { ApiError, notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { paged } from '../paging.ts'
import { ok, type RepositoryCall, repositoryRoute, type Route } from '../route.ts'
import type { Repository } from '../state.ts'
import { commitView } from '../views/commit-view.ts'
import { nodeId } from '../views/node-id.ts'
import { repositoryUrl } from '../views/repository-view.ts'
import { compare } from './compare.ts'

const gitRef = (hub: Hub, repository: Repository, ref: string, sha: string) => ({
  ref,
  node_id: nodeId('Ref', ref),
  url: `${repositoryUrl(hub, repository)}/git/${ref}`,
  object: { sha, type: 'commit', url: `${repositoryUrl(hub, repository)}/git/commits/${sha}` },
})

async function oneRef({ deed, repository, params }: RepositoryCall) {
  const git = deed.hub.git(repository)
  const [, kind, name = ''] = /^([^/]+)\/(.+)$/.exec(params['ref'] ?? '') ?? []
  const sha = kind === 'heads' ? await git.head(name) : await git.tag(name)
  if (sha === undefined || (kind !== 'heads' && kind !== 'tags')) throw notFound()
  return ok(gitRef(deed.hub, repository, `refs/${kind}/${name}`, sha))
}

export const git: readonly Route[] = [
  repositoryRoute('GET', '/branches', async (call) => {
    const { deed, repository } = call
    const branches = await deed.hub.git(repository).branches()
    return paged(call, branches, ({ name, sha }) => ({
      name,
      commit: { sha, url: `${repositoryUrl(deed.hub, repository)}/commits/${sha}` },
      protected: false,
    }))
  }),

  repositoryRoute('GET', '/branches/*branch', async ({ deed, repository, params }) => {
    const name = params['branch'] ?? ''
    const store = deed.hub.git(repository)
    const sha = await store.head(name)
    const commit = sha === undefined ? undefined : await store.commitAt(sha)
    if (commit === undefined) throw new ApiError(404, 'Branch not found')
    return ok({ name, commit: commitView(deed.hub, repository, commit), protected: false })
  }),

  repositoryRoute('GET', '/git/ref/*ref', oneRef),
  repositoryRoute('GET', '/git/refs/*ref', oneRef),

  repositoryRoute('GET', '/compare/*range', compare),

  repositoryRoute('GET', '/commits', async (call) => {
    const { deed, repository, query } = call
    const found = await deed.hub.git(repository).resolve(query.get('sha') ?? repository.defaultBranch)
    if (found === undefined) throw notFound()
    return paged(call, await deed.hub.git(repository).log(found.sha), (commit) =>
      commitView(deed.hub, repository, commit),
    )
  }),

  repositoryRoute('GET', '/commits/*ref', async ({ deed, repository, params }) => {
    const ref = params['ref'] ?? ''
    const found = await deed.hub.git(repository).resolve(ref)
    const commit = found && (await deed.hub.git(repository).commitAt(found.sha))
    if (commit === undefined) throw new ApiError(422, `No commit found for SHA: ${ref}`)
    return ok(commitView(deed.hub, repository, commit))
  }),
]
