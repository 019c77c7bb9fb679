import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Json } from '../../core/json.ts'
import { secretsOfEnvironment } from '../../core/secrets/secrets-of-environment.ts'

/** Shorter ones are not redacted: they would shred every text. */
const shortest = 6

export interface Planted {
  /** The worker's environment as the provider's context sees it; a name that is asked for and not set gets a value. */
  readonly env: NodeJS.ProcessEnv
  /** What must not be seen, whether the provider asked its context for it or looked into `process.env`. */
  readonly values: readonly string[]
  /** Makes `process.env` what it was. */
  restore(): void
}

/** Puts the secrets that settings name where a worker has them, `process.env` included. */
export function plantedIn(
  settings: readonly (Json | undefined)[],
  given: { readonly [name: string]: string },
): Planted {
  const env: NodeJS.ProcessEnv = { ...process.env, ...given }
  const named = settings.flatMap((each) => (each === undefined ? [] : [...secretNames(each)]))
  for (const name of named) env[name] ??= randomSecret(name)

  const set = [...new Set([...Object.keys(given), ...named])]
  const before = set.map((name) => [name, process.env[name]] as const)
  for (const name of set) process.env[name] = env[name]

  const values = [...secretsOfEnvironment(process.env), ...named.map((name) => env[name] ?? '')]
  return {
    env,
    values: [...new Set(values)].filter((value) => value.length >= shortest),
    restore() {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
    },
  }
}

export const randomSecret = (name: string): string => `${name.toLowerCase()}-${randomBytes(12).toString('hex')}`

const reference = z.strictObject({ env: z.string() })

/** Every `{"env": "NAME"}` in settings. */
function secretNames(settings: Json): Set<string> {
  const found = reference.safeParse(settings)
  if (found.success) return new Set([found.data.env])
  if (typeof settings !== 'object' || settings === null) return new Set()
  return new Set(Object.values(settings).flatMap((inner) => (inner === undefined ? [] : [...secretNames(inner)])))
}
