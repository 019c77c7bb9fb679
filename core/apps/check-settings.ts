import { z, type ZodType } from 'zod'
import type { Json } from '../json.ts'
import type { Problem } from './app.ts'
import { judgeKeys } from './judge-keys.ts'
import { problemsOf } from './problems-of.ts'

/** Keys of a schema that names them all; undefined for one that takes any key, or hides its keys in a transform. */
function closedKeys(schema: ZodType): ReadonlySet<string> | undefined {
  if (!(schema instanceof z.ZodObject)) return undefined
  const { catchall } = schema.def
  const open = catchall !== undefined && !(catchall instanceof z.ZodNever)
  return open ? undefined : new Set(Object.keys(schema.shape))
}

/** What a provider's own schema says against the settings of a target. `place` turns a path in them into one of the file. */
export function checkSettings(
  settings: Readonly<Record<string, Json | undefined>>,
  schema: ZodType,
  place: (path: readonly PropertyKey[]) => string,
): Problem[] {
  const issues = schema.safeParse(settings).error?.issues ?? []
  const known = closedKeys(schema)
  if (known === undefined) return problemsOf(issues, settings, place)

  const foreign = (issue: (typeof issues)[number]): boolean =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0
  const strict = issues.some(foreign)
  const unknown = judgeKeys(settings, known, { place: (key) => place([key]), misspelt: 'error' })
  return [
    ...problemsOf(
      issues.filter((issue) => !foreign(issue)),
      settings,
      place,
    ),
    // A strict schema would refuse the key when the deployment starts, so it is no mere warning.
    ...unknown.map((problem): Problem => (strict ? { ...problem, level: 'error' } : problem)),
  ]
}
