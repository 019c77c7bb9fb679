import { z } from 'zod'
import { deploymentShape } from './deployment-shape.ts'
import type { RepositoryGlance } from './github.ts'
import { GitHubError } from './github-error.ts'
import { newestDeployments } from './glance-query.ts'
import type { Read } from './read.ts'
import { repositoryPath } from './repository-path.ts'
import { repositoryShape } from './repository-shape.ts'

/**
 * A glance at one repository where GraphQL is not to be had, in two requests; undefined when it cannot be read.
 *
 * Statuses are not fetched, they would cost a request for each deployment: `unanswered` is true throughout and means
 * that no status is known. Whoever acts on it asks for the statuses of that one deployment first.
 */
export async function glanceByRest(read: Read, repository: string): Promise<RepositoryGlance | undefined> {
  const path = repositoryPath(repository)
  const call = { method: 'GET', repository, priority: 'reconcile', allowance: 'rest' } as const
  try {
    const found = await read.find({ ...call, url: path }, repositoryShape)
    if (!found) return undefined
    const list = { ...call, url: `${path}/deployments`, query: { per_page: newestDeployments } }
    const deployments = (await read.find(list, z.array(deploymentShape))) ?? []
    return { ...found, deployments: deployments.map((deployment) => ({ ...deployment, unanswered: true })) }
  } catch (error) {
    // One repository that is closed to us does not keep the others from being read.
    if (error instanceof GitHubError && (error.kind === 'forbidden' || error.kind === 'not-found')) return undefined
    throw error
  }
}
