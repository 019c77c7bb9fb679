import { z } from 'zod'
import { snapshot } from '../../../core/records/snapshot.ts'
import type { Provider } from '../provider.ts'

type Fixed = Pick<Provider, 'name' | 'can' | 'settings'>

const result = z.object({
  outcome: z.enum(['succeeded', 'failed', 'cancelled', 'superseded', 'unknown']),
  summary: z.string(),
  live: snapshot.exactOptional(),
  before: snapshot.exactOptional(),
  url: z.string().exactOptional(),
})

/** What each function of a provider has to answer with; a promise of it where the interface says so. */
const later = {
  preflight: z.array(z.object({ level: z.enum(['error', 'warning']), text: z.string() })),
  deploy: result,
  rollback: result,
  resume: result,
  cancel: z.enum(['stopped', 'rolled-back', 'too-late']),
  current: snapshot,
  logs: z.array(z.string()).readonly(),
} as const

const atOnce = {
  refuses: z.string().optional(),
  timeoutMs: z.number().positive().optional(),
} as const

type Call = (...args: unknown[]) => unknown

/** A provider of somebody else: what it answers is parsed before anybody acts on it. `foreign` keeps its own `this`. */
export function guarded(foreign: object, fixed: Fixed): Provider {
  function call(key: string): Call | undefined {
    const member: unknown = Reflect.get(foreign, key)
    return typeof member === 'function' ? (...args) => Reflect.apply(member, foreign, args) as unknown : undefined
  }

  function answered<T>(key: string, schema: z.ZodType<T>, answer: unknown): T {
    const parsed = schema.safeParse(answer)
    if (parsed.success) return parsed.data
    const why = parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '))
    throw new Error(`the provider ${fixed.name} answered ${key} with something else than agreed: ${why.join('; ')}`)
  }

  const parts: [string, unknown][] = []
  for (const [key, schema] of Object.entries<z.ZodType>(later)) {
    const own = call(key)
    if (own) parts.push([key, async (...args: unknown[]) => answered(key, schema, await own(...args))])
  }
  for (const [key, schema] of Object.entries<z.ZodType>(atOnce)) {
    const own = call(key)
    if (own) parts.push([key, (...args: unknown[]) => answered(key, schema, own(...args))])
  }
  return { ...fixed, ...Object.fromEntries(parts) } as Provider
}
