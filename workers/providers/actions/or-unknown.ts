import { GitHubError } from '../../../core/github/github-error.ts'
import type { Result } from '../provider.ts'

/** Once a run may be under way, GitHub refusing to be read says nothing about how the deployment ends. */
export async function orUnknown<T>(work: () => Promise<T>, otherwise: (result: Result) => T): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    return otherwise({ outcome: 'unknown', summary: `its run goes on, but cannot be followed: ${error.message}` })
  }
}
