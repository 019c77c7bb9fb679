import { nearest } from '../commands/nearest.ts'
import type { Problem } from './app.ts'
import { secret } from './schema/secret.ts'

const secretName = /token|secret|passw(?:or)?d|passphrase|credential|(?:api|private|access|ssh|signing)[-_]?key/i

/** A literal under a name that promises a secret. `true` and `null` are settings, not secrets. */
export function looksSecret(key: string, value: unknown): boolean {
  if (!secretName.test(key) || typeof value === 'boolean' || value === null) return false
  return !secret.safeParse(value).success
}

const variableName = (key: string): string => key.replace(/\W/g, '_').toUpperCase()

/**
 * Problems of the keys that no schema knows. A literal secret is an error always; a misspelling is one too, except in
 * an old-style entry, where hubot-deploy let every key pass; any other unknown key is a warning.
 */
export function judgeKeys(
  entry: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
  where: { place(key: string): string; readonly misspelt: Problem['level'] },
): Problem[] {
  return Object.keys(entry)
    .filter((key) => !known.has(key))
    .map((key): Problem => {
      const path = where.place(key)
      const near = nearest(key, known)
      const meant = near === undefined ? '' : `; did you mean "${near}"?`
      if (looksSecret(key, entry[key])) {
        const text = `is not a key and looks like a secret: keep its value in the environment and write {"env": "${variableName(key)}"} in its place${meant}`
        return { level: 'error', path, text }
      }
      if (near !== undefined) return { level: where.misspelt, path, text: `is not a key${meant}` }
      return { level: 'warning', path, text: 'is not a key: it has no effect' }
    })
}
