import { z } from 'zod'

const issueSchema = z.looseObject({
  message: z.string().catch('is not accepted'),
  path: z.array(z.union([z.string(), z.number()])).catch([]),
  code: z.string().optional().catch(undefined),
  keys: z.array(z.string()).optional().catch(undefined),
})
const issuesSchema = z.object({ issues: z.array(issueSchema).min(1) })

type Issue = z.output<typeof issueSchema>
type Judged = { readonly data: unknown } | { readonly issues: readonly Issue[] }

/** The least a schema must have. Every release of zod has both; so may anything else. */
export interface ForeignSchema {
  safeParse?(value: unknown): unknown
  parse?(value: unknown): unknown
}

/** A schema of our own zod that asks another one, whatever its version: only `safeParse` or `parse` is used of it. */
export function schemaOf(foreign: ForeignSchema): z.ZodType {
  return z.unknown().transform((value, context) => {
    const judged = judge(foreign, value)
    if ('data' in judged) return judged.data
    for (const issue of judged.issues) {
      for (const { path, message } of told(issue)) context.addIssue({ code: 'custom', path, message, input: value })
    }
    return z.NEVER
  })
}

function judge(foreign: ForeignSchema, value: unknown): Judged {
  try {
    if (foreign.safeParse === undefined) return { data: foreign.parse?.(value) }
    const answer = answerSchema.safeParse(foreign.safeParse(value))
    if (!answer.success) return complaint('its schema answered neither success nor error')
    return answer.data.success ? { data: answer.data.data } : issuesOf(answer.data.error)
  } catch (error) {
    return issuesOf(error)
  }
}

const answerSchema = z.union([
  z.object({ success: z.literal(true), data: z.unknown() }),
  z.object({ success: z.literal(false), error: z.unknown() }),
])

function issuesOf(error: unknown): Judged {
  const known = issuesSchema.safeParse(error)
  if (known.success) return known.data
  return complaint(error instanceof Error && error.message !== '' ? error.message : 'its schema refuses it')
}

const complaint = (message: string): Judged => ({ issues: [{ message, path: [] }] })

/** Keys nobody knows are told where they stand, as for a provider of ours. */
function told({
  code,
  keys,
  path,
  message,
}: Issue): { readonly path: (string | number)[]; readonly message: string }[] {
  if (code !== 'unrecognized_keys' || keys === undefined) return [{ path, message }]
  return keys.map((key) => ({ path: [...path, key], message: 'is not a key' }))
}
