import type { ZodType } from 'zod'
import { BadParameter } from './bad-parameter.ts'
import { plainWords } from './plain-words.ts'

/** Parses a query string or a body, and names the first field that is wrong. */
export function parseFields<T>(schema: ZodType<T>, fields: unknown): T {
  const parsed = schema.safeParse(fields, { error: plainWords })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  if (issue?.code === 'unrecognized_keys') throw new BadParameter(issue.keys.join(', '), 'is not known here')
  throw new BadParameter(issue?.path.join('.') || 'The request', issue?.message ?? 'cannot be read')
}
