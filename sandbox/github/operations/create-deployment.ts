import { z } from 'zod'
import type { Json } from '../../../core/json.ts'
import { ApiError } from '../api-error.ts'
import { author } from '../git/author.ts'
import type { Resolved } from '../git/git-repository.ts'
import type { Deed } from '../hub.ts'
import { contextsOf, notGreen } from '../required-contexts.ts'
import type { Deployment, Repository } from '../state.ts'
import { deploymentView } from '../views/deployment-view.ts'
import { tell } from './tell.ts'
import { tellPush } from './tell-push.ts'

/** Body of `POST …/deployments` with GitHub's own defaults. */
export const deploymentInput = z.object({
  ref: z.string().min(1),
  task: z.string().max(128).default('deploy'),
  auto_merge: z.boolean().default(true),
  required_contexts: z.array(z.string()).optional(),
  payload: z.union([z.string(), z.record(z.string(), z.json())]).default(''),
  environment: z.string().min(1).max(255).default('production'),
  description: z.string().max(140).nullable().default(''),
  transient_environment: z.boolean().default(false),
  production_environment: z.boolean().optional(),
})
type DeploymentInput = z.infer<typeof deploymentInput>

export type Created =
  | { readonly kind: 'created'; readonly deployment: Deployment }
  | { readonly kind: 'merged'; readonly message: string }

/** What happens to the ref before it is deployed: the head after a merge, or undefined when it holds the default branch already. */
async function autoMerge(deed: Deed, repository: Repository, ref: Resolved): Promise<string | undefined> {
  const { hub, actor } = deed
  const base = repository.defaultBranch
  const git = hub.git(repository)
  const baseSha = await git.head(base)
  if (baseSha === undefined || (ref.kind === 'branch' && ref.name === base)) return undefined
  if (await git.contains(ref.sha, baseSha)) return undefined

  // Only a branch can take a merge: GitHub answers tags and shas that are behind with the words of a conflict.
  const merged =
    ref.kind === 'branch' ? await git.merge(ref.name, { name: base, sha: baseSha }, author(actor.login)) : undefined
  if (merged === undefined) throw new ApiError(409, `Conflict merging ${base} into ${ref.name}.`)
  await tellPush(deed, repository, ref.name, ref.sha, merged)
  await hub.ci?.(deed, repository, ref.sha, merged)
  return merged
}

function requireGreen(repository: Repository, sha: string, { ref, required_contexts }: DeploymentInput): void {
  const contexts = notGreen(contextsOf(repository, sha), required_contexts)
  if (contexts === undefined) return
  throw new ApiError(409, `Conflict: Commit status checks failed for ${ref}.`, [
    {
      contexts: contexts.map(({ context, state }) => ({ context, state })),
      resource: 'Deployment',
      field: 'required_contexts',
      code: 'invalid',
    },
  ])
}

function add(deed: Deed, repository: Repository, sha: string, input: DeploymentInput): Deployment {
  const { hub, actor } = deed
  const now = hub.now()
  const deployment: Deployment = {
    id: hub.nextId(),
    sha,
    ref: input.ref,
    task: input.task,
    payload: input.payload as Json,
    originalEnvironment: input.environment,
    environment: input.environment,
    description: input.description,
    creator: actor.login,
    createdAt: now,
    updatedAt: now,
    transient: input.transient_environment,
    production: input.production_environment ?? input.environment === 'production',
    statuses: [],
  }
  repository.deployments.push(deployment)

  const run = actor.app === 'github-actions' ? { id: hub.nextId(), name: 'deploy', head_sha: sha } : null
  tell(deed, repository, 'deployment', {
    action: 'created',
    deployment: deploymentView(hub, repository, deployment),
    workflow: run && { id: run.id, name: run.name, path: '.github/workflows/deploy.yml' },
    workflow_run: run,
  })
  return deployment
}

/**
 * Creates a deployment the way GitHub does: find the ref, merge the default branch in, look at the checks, record it.
 * Throws ApiError 422 without the ref, 409 on a merge conflict, 409 when checks are not green.
 */
export async function createDeployment(deed: Deed, repository: Repository, input: DeploymentInput): Promise<Created> {
  const git = deed.hub.git(repository)
  return git.exclusively(async () => {
    const ref = await git.resolve(input.ref)
    if (ref === undefined) throw new ApiError(422, `No ref found for: ${input.ref}`)

    const merged = input.auto_merge ? await autoMerge(deed, repository, ref) : undefined
    if (merged !== undefined) {
      const message = `Auto-merged ${repository.defaultBranch} into ${ref.name} on deployment.`
      return { kind: 'merged', message }
    }
    requireGreen(repository, ref.sha, input)
    return { kind: 'created', deployment: add(deed, repository, ref.sha, input) }
  })
}
