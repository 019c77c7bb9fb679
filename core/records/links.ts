import { z } from 'zod'
import { sealed } from '../secrets/seal.ts'
import { person, place } from './people.ts'

/** A person who has proven to be somebody on GitHub, with the token that lets us ask in their name. */
export const link = z.object({
  login: z.string(),
  /** GitHub's id of the account: it stays when the login changes. */
  githubId: z.number(),
  since: z.number(),
  token: sealed,
  /** When the token ends (ms); undefined for one that stays. */
  expiresAt: z.number().optional(),
  refreshToken: sealed.optional(),
  /** GitHub took the token no more: from then on the link proves nothing. */
  refused: z.boolean().optional(),
})
export type Link = z.infer<typeof link>

/** A device flow under way: the person has a code to type, or GitHub has answered and the login is still to be read. */
export const linking = z.object({
  /** A new one each time: an older flow of the same person ends in silence. */
  id: z.string(),
  who: person,
  /** Where the outcome is said. */
  place,
  deviceCode: sealed,
  intervalMs: z.number(),
  until: z.number(),
  granted: z.object({ token: sealed, expiresAt: z.number().optional(), refreshToken: sealed.optional() }).optional(),
})
export type Linking = z.infer<typeof linking>

/** What somebody says of themselves with `i am`. It proves nothing: it is for mentions. */
export const mention = z.object({ login: z.string() })
export type Mention = z.infer<typeof mention>

/** Key of a person in the store, whatever letters the ids of an adapter have. */
export const personKey = (id: string) => encodeURIComponent(id).replaceAll('%3A', ':')
