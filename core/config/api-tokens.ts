import { createHash } from 'node:crypto'

/** A bearer token as we keep it: never in clear. `sha256` is lower-case hex. */
export interface ApiToken {
  readonly name: string
  readonly sha256: string
}

export interface ParsedApiTokens {
  readonly tokens: readonly ApiToken[]
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
}

/** Shorter ones can be guessed over a fast line. */
const shortestSafeToken = 16

/** `name:token` or `name:sha256:HEX`, comma separated. */
export function parseApiTokens(list: readonly string[]): ParsedApiTokens {
  const tokens: ApiToken[] = []
  const problems: string[] = []
  const warnings: string[] = []

  for (const [index, entry] of list.entries()) {
    const [, name, value] = /^([\w.-]+):(.+)$/.exec(entry) ?? []
    if (name === undefined || value === undefined) {
      problems.push(`API_TOKENS: entry ${index + 1} is not name:token: write ci:LONG-RANDOM-TOKEN or ci:sha256:HEX`)
      continue
    }
    if (tokens.some((token) => token.name === name)) {
      problems.push(`API_TOKENS: ${name} is there twice: give every token a name of its own`)
      continue
    }
    if (!value.startsWith('sha256:')) {
      if (value.length < shortestSafeToken) {
        warnings.push(`API_TOKENS: the token of ${name} has fewer than ${shortestSafeToken} characters; make it longer`)
      }
      tokens.push({ name, sha256: createHash('sha256').update(value).digest('hex') })
      continue
    }
    const hex = value.slice('sha256:'.length).toLowerCase()
    if (/^[0-9a-f]{64}$/.test(hex)) tokens.push({ name, sha256: hex })
    else problems.push(`API_TOKENS: ${name}:sha256: needs 64 hex digits: take them from sha256sum`)
  }
  return { tokens, problems, warnings }
}
