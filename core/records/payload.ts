import { z } from 'zod'

/** What we read back of a deployment's payload. Anybody who can create deployments can write one: it names things, it proves nothing. */
const ours = z.object({
  name: z.string().optional(),
  instance: z.string().optional(),
  request: z.string().optional(),
})
export type PayloadNames = z.infer<typeof ours>

/** An object, or a JSON string of one (GitHub keeps what its maker sent); anything else names nothing. */
export function namesIn(payload: unknown): PayloadNames {
  const value = typeof payload === 'string' ? parsed(payload) : payload
  const names = ours.safeParse(value)
  return names.success ? names.data : {}
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // a payload may be any text at all; one that is not JSON names nothing
  }
}
