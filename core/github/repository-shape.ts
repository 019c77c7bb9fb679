import { z } from 'zod'
import type { GitHubRepository } from './github.ts'

/** A repository as REST sends it. */
export const repositoryShape = z
  .object({ id: z.number().int(), full_name: z.string(), default_branch: z.string() })
  .transform(
    (sent): GitHubRepository => ({
      id: sent.id,
      fullName: sent.full_name,
      defaultBranch: sent.default_branch,
    }),
  )
