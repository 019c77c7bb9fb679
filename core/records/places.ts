import { z } from 'zod'
import { snapshot } from './snapshot.ts'

/** What we know of a repository that apps.json names: kept fresh by `push` and `repository` events. */
export const repositoryRecord = z.object({
  id: z.number(),
  fullName: z.string(),
  defaultBranch: z.string(),
})
export type RepositoryRecord = z.infer<typeof repositoryRecord>

/** What stands on a target, written by the holder of its lease. */
export const targetRecord = z.object({
  /** Highest GitHub id that has started here: nothing older starts after it. */
  newestStarted: z.number(),
  live: z.object({ sha: z.string(), deployment: z.number(), snapshot: snapshot.optional() }).optional(),
})
export type TargetRecord = z.infer<typeof targetRecord>
