import { z } from 'zod'

/** What a deployment brings that was not there before. */
export const shipment = z.object({
  /** Newest first. */
  commits: z
    .array(z.object({ sha: z.string(), title: z.string(), author: z.string(), pulls: z.array(z.number()).readonly() }))
    .readonly(),
  additions: z.number(),
  deletions: z.number(),
})
export type Shipment = z.infer<typeof shipment>
