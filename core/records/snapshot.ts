import { z } from 'zod'

/** What a provider said was live: enough to bring it back by a rollback. */
export const snapshot = z.object({
  sha: z.string().exactOptional(),
  handle: z.record(z.string(), z.string()).readonly().exactOptional(),
})
export type StoredSnapshot = z.infer<typeof snapshot>

/** What a rollback is of. */
export const rollback = z.object({
  /** The deployment it takes back; unknown when nothing of ours was live. */
  of: z.number().exactOptional(),
  /** The deployment it brings back; unknown when a commit was named that never ran here. */
  to: z.number().exactOptional(),
  previous: snapshot,
})
export type Rollback = z.infer<typeof rollback>
