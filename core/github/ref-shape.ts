import { z } from 'zod'

const ref = z.object({ ref: z.string(), object: z.object({ sha: z.string() }) })

/** Older Enterprise servers answer with a list of all refs that begin so when there is none of that very name. */
export const refShape = z.union([ref, z.array(z.unknown()).transform(() => undefined)])
