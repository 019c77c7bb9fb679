import { z } from 'zod'

// Told by its shape: what fetch throws need not come from the realm that this file runs in.
const link = z.object({
  name: z.string().catch('Error'),
  code: z.string().catch(''),
  cause: z.unknown().optional(),
})

const deepest = 5

/** Why a request got no answer, in a word. Messages are left out: one about a header or an address would quote it. */
export function whyLost(error: unknown): string {
  let why = 'no connection'
  let next = link.safeParse(error).data
  for (let depth = 0; next && depth < deepest; depth++) {
    if (next.name === 'TimeoutError') return 'it took too long'
    why = next.code || why
    next = link.safeParse(next.cause).data
  }
  return why
}
