import type { UserTokens } from '../github/device-flow.ts'
import type { Linking } from '../records/links.ts'
import type { Linker } from './tools.ts'

/** What a sealed text is about: one person's, of one kind. */
export const about = (person: string, what: 'token' | 'refresh token' | 'device code') => `${what} of ${person}`

/** Tokens as they are stored: sealed, and known to the redactor from here on. */
export function sealTokens(
  { seal, keep }: Linker,
  person: string,
  { token, lastsMs, refreshToken }: UserTokens,
  now: number,
): NonNullable<Linking['granted']> {
  keep(token)
  if (refreshToken !== undefined) keep(refreshToken)
  return {
    token: seal.close(token, about(person, 'token')),
    ...(lastsMs !== undefined && { expiresAt: now + lastsMs }),
    ...(refreshToken !== undefined && { refreshToken: seal.close(refreshToken, about(person, 'refresh token')) }),
  }
}

/** Undefined when SLIPWAY_KEY is not the one it was sealed with. */
export function openToken({ seal, keep }: Linker, person: string, kept: Linking['granted']): string | undefined {
  const token = kept && seal.open(kept.token, about(person, 'token'))
  if (token !== undefined) keep(token)
  return token
}
