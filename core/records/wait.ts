import { z } from 'zod'

/**
 * A command kept to start by itself when one commit is green.
 * `waiting` → `starting` (somebody posts it, see `claimedAt`) → `started`, or back, or `ended` with a word.
 */
export const wait = z.object({
  id: z.string(),
  /** The request that began to wait. */
  request: z.string(),
  app: z.string(),
  environment: z.string(),
  repository: z.string(),
  /** Branch whose next push ends the wait; undefined for tags and shas. */
  branch: z.string().optional(),
  sha: z.string(),
  createdAt: z.number(),
  until: z.number(),
  state: z.enum(['waiting', 'starting', 'started', 'ended']),
  claimedAt: z.number().optional(),
  /** Starts tried so far; each has a request of its own. */
  attempts: z.number(),
  /** Why it ended without a start. */
  why: z.string().optional(),
})
/** A waiting command that is over is remembered for so long, for whoever still asks what became of it. */
export const rememberedMs = 24 * 3_600_000

export type Wait = z.infer<typeof wait>
