import { z } from 'zod'
import { GitHubError } from './github-error.ts'
import type { Read } from './read.ts'
import { repositoryPath } from './repository-path.ts'

const shape = z.object({ sha: z.string() })

/** The commit that a branch, a tag or the beginning of a sha stands for. GitHub answers 422 to what stands for none. */
export async function commit(read: Read, repository: string, ref: string): Promise<string | undefined> {
  const url = `${repositoryPath(repository)}/commits/${encodeURIComponent(ref)}`
  try {
    const found = await read.find({ method: 'GET', url, repository, priority: 'person', allowance: 'rest' }, shape)
    return found?.sha
  } catch (error) {
    if (error instanceof GitHubError && error.kind === 'invalid') return undefined
    throw error
  }
}
