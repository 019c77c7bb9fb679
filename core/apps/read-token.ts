import type { Problem } from './app.ts'
import type { Secret } from './schema/secret.ts'

/** The app's own GitHub token. One written in the file works, as in hubot-deploy, but anybody who reads the file has it. */
export function readToken(
  token: string | Secret | undefined,
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): { readonly value: string | undefined; readonly problems: readonly Problem[] } {
  if (token === undefined) return { value: undefined, problems: [] }
  if (typeof token === 'string') {
    const text = 'is a literal token: put it into an environment variable and write {"env": "NAME"}'
    return { value: token, problems: [{ level: 'warning', path, text }] }
  }
  const value = env[token.env]
  if (value !== undefined && value !== '') return { value, problems: [] }
  return { value: undefined, problems: [{ level: 'error', path, text: `names ${token.env}, which is not set` }] }
}
