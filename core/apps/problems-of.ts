import type { ZodError } from 'zod'
import type { Problem } from './app.ts'

type Issue = ZodError['issues'][number]
type Path = readonly PropertyKey[]

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** `webapp` and `['windows', 0, 'from']` as `webapp.windows[0].from`. */
export const joinPath = (base: string, path: Path): string =>
  path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${String(step)}`), base)

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (!isObject(inner) || typeof step === 'symbol') return undefined
    return Object.hasOwn(inner, step) ? inner[step] : undefined
  }, value)
}

const words: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['record', 'an object'],
  ['boolean', 'true or false'],
  ['int', 'a whole number'],
  ['number', 'a number'],
])

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return words.get(typeof value) ?? typeof value
}

/** Of a union, the issues of the branch that came furthest; that branch is what the person was writing. */
function furthest(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const depth = (issues: readonly Issue[]): number => Math.min(...issues.map((issue) => issue.path.length))
  const [best, second] = [...branches].sort((a, b) => depth(b) - depth(a))
  if (best === undefined || best.length === 0 || depth(best) === 0) return undefined
  return second !== undefined && second.length > 0 && depth(second) === depth(best) ? undefined : best
}

function sayIssue(issue: Issue, actual: unknown): string {
  if (actual === undefined) return 'is missing'
  if (issue.code === 'invalid_type') {
    return `must be ${words.get(issue.expected) ?? issue.expected}, not ${kindOf(actual)}`
  }
  if (issue.code === 'invalid_value') {
    return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`
  }
  return issue.message.startsWith('must ') || /^[a-z]/.test(issue.message)
    ? issue.message
    : `is not accepted: ${issue.message}`
}

/** What zod found in `value`, in words for the person who wrote it. Values are never quoted: one may be a secret. */
export function problemsOf(issues: readonly Issue[], value: unknown, place: (path: Path) => string): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    if (issue.code === 'invalid_union') {
      const inner = furthest(issue.errors)?.map((one) => ({ ...one, path: [...issue.path, ...one.path] }))
      if (inner !== undefined) return problemsOf(inner, value, place)
    }
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ level: 'error', path: place([...issue.path, key]), text: 'is not a key' }))
    }
    return [{ level: 'error', path: place(issue.path), text: sayIssue(issue, valueAt(value, issue.path)) }]
  })
}
