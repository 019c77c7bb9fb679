import { types } from 'node:util'
import { z } from 'zod'
import { canonicalProvider, canonicalProviders, isHeavenProvider } from '../../../core/apps/provider-name.ts'
import { appKeys, environmentEntry } from '../../../core/apps/schema/app-entry.ts'
import type { Provider } from '../provider.ts'
import { guarded } from './guarded.ts'
import { type ForeignSchema, schemaOf } from './schema-of.ts'

export type Adopted =
  | {
      readonly provider: Provider
      /** What the module exports beside it, for the conformance suite. */
      readonly conformance: unknown
    }
  | { readonly problem: string }

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const isFunction = (value: unknown): boolean => typeof value === 'function'
const has = (value: object, key: string): boolean => isFunction(Reflect.get(value, key))

const ours = (name: string): boolean => canonicalProviders.includes(canonicalProvider(name)) || isHeavenProvider(name)
const isKey = (name: string): boolean => Object.hasOwn(appKeys, name) || Object.hasOwn(environmentEntry.shape, name)

const name = z
  .string({ error: 'must be text' })
  .regex(/^[a-z][a-z0-9_-]{0,39}$/, { error: 'must be a word of small letters, digits, _ and -' })
  .refine((own) => !ours(own), { error: 'is the name of a built-in provider, which cannot be taken over', abort: true })
  .refine((own) => !isKey(own), { error: 'is a key of apps.json, so its settings could not stand under it' })

const settings = z.custom<ForeignSchema>(
  (value) => isObject(value) && (has(value, 'safeParse') || has(value, 'parse')),
  { error: 'must be a schema: an object with safeParse or parse' },
)

const tasks = z
  .custom<RegExp>((value) => types.isRegExp(value), { error: 'must be a regular expression such as /^deploy$/' })
  .refine((pattern) => !pattern.global && !pattern.sticky, {
    error: 'must not have the flag g or y: it would answer the same question differently each time',
  })

const method = z.custom<(...args: never[]) => unknown>(isFunction, { error: 'must be a function' })

/** The least a provider has, and what else it may have. Instances of classes and other realms pass: only members are looked at. */
const shape = z.object(
  {
    name,
    settings,
    can: z.object(
      { hosts: z.boolean({ error: 'must be true or false' }), tasks },
      { error: 'must be an object with hosts and tasks' },
    ),
    deploy: method,
    ...Object.fromEntries(
      ['refuses', 'timeoutMs', 'preflight', 'rollback', 'resume', 'cancel', 'current', 'logs'].map((key) => [
        key,
        method.optional(),
      ]),
    ),
  },
  { error: 'must be an object' },
)

/** Makes a provider of what a module exports, or says all that it lacks. */
export function adopt(exported: unknown): Adopted {
  const found = exportedProvider(exported)
  if (found === undefined) return { problem: 'exports no provider; export one as default, or by the name "provider"' }
  const { data, error } = shape.safeParse(found, { reportInput: true })
  if (error) return { problem: `exports no usable provider: ${error.issues.map(sayIssue).join('; ')}` }
  return {
    provider: guarded(found, { name: data.name, can: data.can, settings: schemaOf(data.settings) }),
    conformance: beside(exported, 'conformance'),
  }
}

function sayIssue({ path, message, input }: z.core.$ZodIssue): string {
  return input === undefined ? `"${path.join('.')}" is missing` : `"${path.join('.')}" ${message}`
}

/** A module that a compiler made CommonJS of has its default export one step deeper. */
function exportedProvider(exported: unknown): object | undefined {
  const own = partsOf(exported)
  return own.find((part) => has(part, 'deploy')) ?? own.flatMap(partsOf).find((part) => has(part, 'deploy')) ?? own[0]
}

function beside(exported: unknown, key: string): unknown {
  const holder = [exported, ...partsOf(exported)].filter(isObject).find((part) => Reflect.has(part, key))
  return holder && (Reflect.get(holder, key) as unknown)
}

const partsOf = (value: unknown): object[] =>
  isObject(value) ? [Reflect.get(value, 'default'), Reflect.get(value, 'provider')].filter(isObject) : []
