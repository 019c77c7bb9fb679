import { z } from 'zod'

// hubot-deploy sends one text with commas.
const hosts = z.union([z.array(z.string()), z.string().transform((text) => text.split(','))])

/** What we read back of a deployment's payload. Anybody who can create deployments can write one: it names things, it proves nothing. */
const ours = z.object({
  name: z.string().optional(),
  instance: z.string().optional(),
  request: z.string().optional(),
  /** Empty: all of the environment's. */
  hosts: hosts.transform((names) => names.map((name) => name.trim()).filter((name) => name !== '')).catch([]),
})
export type PayloadNames = z.infer<typeof ours>

/** An object, or a JSON string of one (GitHub keeps what its maker sent); anything else names nothing. */
export function namesIn(payload: unknown): PayloadNames {
  const value = typeof payload === 'string' ? parsed(payload) : payload
  const names = ours.safeParse(value)
  return names.success ? names.data : { hosts: [] }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // a payload may be any text at all; one that is not JSON names nothing
  }
}
