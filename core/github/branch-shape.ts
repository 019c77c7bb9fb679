import { z } from 'zod'

/** What is read of a branch as REST sends it. */
export const branchShape = z.object({ name: z.string(), commit: z.object({ sha: z.string() }) })
