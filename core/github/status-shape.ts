import { z } from 'zod'
import type { GitHubStatus } from './github.ts'

/** A deployment's status as REST sends it. */
export const statusShape = z
  .object({ id: z.number().int(), state: z.string(), description: z.string().nullish() })
  .transform((sent): GitHubStatus => ({ id: sent.id, state: sent.state, description: sent.description ?? null }))
