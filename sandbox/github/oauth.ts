import { randomBytes, timingSafeEqual } from 'node:crypto'

/** The one app that people can let act for them. */
export const oauthClient = { id: 'Iv23sandbox', secret: 'secret-of-the-sandbox-app' } as const

export interface OAuthSettings {
  /** Seconds that GitHub asks to wait between two polls. */
  interval: number
  /** Seconds that a code counts. */
  codeLasts: number
  /** Seconds that a token counts; undefined for one that stays, without a refresh token. */
  tokenLasts: number | undefined
}

interface Code {
  readonly deviceCode: string
  readonly userCode: string
  readonly until: number
  interval: number
  polledAt: number
  answer: { readonly login: string } | 'denied' | 'used' | undefined
}

interface Grant {
  readonly login: string
  readonly token: string
  readonly refreshToken: string
  readonly until: number
}

/** What GitHub answers with 200: tokens, or an error by name. */
export type OAuthAnswer = { readonly [key: string]: string | number }

/** People at their browsers, and the tokens that come of it. Kept in memory: after a restart everybody links anew. */
export function createOAuth(clock: () => number) {
  const settings: OAuthSettings = { interval: 5, codeLasts: 900, tokenLasts: undefined }
  const codes: Code[] = []
  let grants: Grant[] = []

  const find = (userCode: string): Code => {
    const code = codes.find((one) => one.userCode === userCode)
    if (code === undefined) throw new Error(`nobody was given the code ${userCode}`)
    return code
  }

  function grant(login: string): OAuthAnswer {
    const { tokenLasts } = settings
    const until = tokenLasts === undefined ? Number.POSITIVE_INFINITY : clock() + tokenLasts * 1_000
    const made = { login, token: `ghu_${random(20)}`, refreshToken: `ghr_${random(40)}`, until }
    grants.push(made)
    return {
      access_token: made.token,
      token_type: 'bearer',
      scope: '',
      ...(tokenLasts !== undefined && {
        expires_in: tokenLasts,
        refresh_token: made.refreshToken,
        refresh_token_expires_in: 15_897_600,
      }),
    }
  }

  return {
    settings,
    /** Types the code at `/login/device`, signed in as `login`. */
    approve: (userCode: string, login: string) => void (find(userCode).answer = { login }),
    deny: (userCode: string) => void (find(userCode).answer = 'denied'),
    /** Takes back every token of this person, as they can in their settings. */
    revokeAll: (login: string) => void (grants = grants.filter((one) => one.login !== login)),
    tokensOf: (login: string) => grants.filter((one) => one.login === login).map(({ token }) => token),

    begin(url: string): OAuthAnswer {
      const userCode = `${random(2)}-${random(2)}`.toUpperCase()
      const code = { deviceCode: random(20), userCode, until: clock() + settings.codeLasts * 1_000 }
      codes.push({ ...code, interval: settings.interval, polledAt: 0, answer: undefined })
      return {
        device_code: code.deviceCode,
        user_code: userCode,
        verification_uri: `${url}/login/device`,
        expires_in: settings.codeLasts,
        interval: settings.interval,
      }
    },

    poll(deviceCode: string): OAuthAnswer {
      const code = codes.find((one) => one.deviceCode === deviceCode)
      if (code === undefined || code.answer === 'used') return failed('incorrect_device_code')
      const tooSoon = clock() - code.polledAt < code.interval * 1_000
      code.polledAt = clock()
      if (clock() > code.until) return failed('expired_token')
      if (tooSoon) {
        code.interval += 5
        return { ...failed('slow_down'), interval: code.interval }
      }
      if (code.answer === undefined) return failed('authorization_pending')
      if (code.answer === 'denied') return failed('access_denied')
      const { login } = code.answer
      code.answer = 'used'
      return grant(login)
    },

    refresh(refreshToken: string): OAuthAnswer {
      const known = grants.find((one) => one.refreshToken === refreshToken)
      if (known === undefined) return failed('bad_refresh_token')
      grants = grants.filter((one) => one !== known)
      return grant(known.login)
    },

    /** True when there was such a token. */
    revoke(token: string): boolean {
      const before = grants.length
      grants = grants.filter((one) => !same(one.token, token))
      return grants.length < before
    },

    loginOf: (token: string) => grants.find((one) => one.until > clock() && same(one.token, token))?.login,
  }
}

export type OAuth = ReturnType<typeof createOAuth>

const failed = (error: string): OAuthAnswer => ({ error, error_description: error.replaceAll('_', ' ') })

const random = (bytes: number) => randomBytes(bytes).toString('hex')

const same = (one: string, other: string) =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
