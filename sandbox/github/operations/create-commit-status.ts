import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import type { Deed } from '../hub.ts'
import type { CommitStatus, Repository } from '../state.ts'
import { accountView } from '../views/account-view.ts'
import { commitView } from '../views/commit-view.ts'
import { tell } from './tell.ts'

/** Body of `POST …/statuses/{sha}`. */
export const commitStatusInput = z.object({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  context: z.string().default('default'),
  description: z.string().max(140).nullable().default(null),
  target_url: z.string().nullable().default(null),
})

/** Puts a status on a commit. Throws ApiError 422 when there is no such commit. */
export async function createCommitStatus(
  deed: Deed,
  repository: Repository,
  sha: string,
  input: z.infer<typeof commitStatusInput>,
): Promise<CommitStatus> {
  const { hub, actor } = deed
  const git = hub.git(repository)
  const commit = (await git.resolve(sha))?.sha === sha ? await git.commitAt(sha) : undefined
  if (commit === undefined) throw new ApiError(422, `No commit found for SHA: ${sha}`)

  const status: CommitStatus = {
    id: hub.nextId(),
    sha,
    context: input.context,
    state: input.state,
    description: input.description,
    targetUrl: input.target_url,
    creator: actor.login,
    createdAt: hub.now(),
  }
  repository.statuses.push(status)

  const branches = (await git.branches()).filter((branch) => branch.sha === sha)
  tell(deed, repository, 'status', {
    id: status.id,
    sha,
    name: repository.fullName,
    context: status.context,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    avatar_url: accountView(hub, actor).avatar_url,
    commit: commitView(hub, repository, commit),
    branches: branches.map(({ name }) => ({
      name,
      commit: { sha, url: `${hub.url}/repos/${repository.fullName}/commits/${sha}` },
      protected: false,
    })),
    created_at: status.createdAt,
    updated_at: status.createdAt,
  })
  return status
}
