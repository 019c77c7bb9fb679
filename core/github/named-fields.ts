import { z } from 'zod'

const shape = z.object({ errors: z.array(z.unknown()) })
const entry = z.object({ field: z.string().nullish(), code: z.string().nullish(), message: z.string().nullish() })

/** What the `errors` of a refusal name, e.g. `environment (invalid)`; GitHub writes them as objects or as plain sentences. */
export function namedFields(data: unknown): string[] {
  return (shape.safeParse(data).data?.errors ?? []).flatMap((error) => {
    if (typeof error === 'string') return [error]
    const { field, code, message } = entry.safeParse(error).data ?? {}
    const why = message ?? code
    if (field) return [why ? `${field} (${why})` : field]
    return why ? [why] : []
  })
}
