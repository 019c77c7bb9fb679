import type { WebClient } from '@slack/web-api'
import { z } from 'zod'

export interface AccountsOptions {
  readonly web: WebClient
  /** Our own workspace. */
  readonly team: () => string | undefined
  readonly log: { warn(fields: object, text: string): void }
}

const freshMs = 10 * 60_000
const againMs = 30_000 // after a look that failed
const info = z.object({
  user: z.object({ name: z.string().optional(), team_id: z.string().optional() }),
})

/**
 * The account name of a Slack user; the id where Slack does not tell one, so that a lookup that fails gives nobody
 * rights. People of other workspaces, in a shared channel, are known by their id: their names are not ours to trust.
 */
export function openAccounts({ web, team, log }: AccountsOptions): (id: string) => Promise<string> {
  const seen = new Map<string, { readonly name: string; readonly until: number }>()

  return async (id) => {
    const known = seen.get(id)
    if (known && known.until > Date.now()) return known.name
    try {
      const { user } = info.parse(await web.users.info({ user: id }))
      const isOurs = user.team_id === undefined || team() === undefined || user.team_id === team()
      const name = isOurs && user.name ? user.name : id
      seen.set(id, { name, until: Date.now() + freshMs })
      return name
    } catch (err) {
      log.warn({ user: id, err }, 'could not ask Slack for the name of an account; its id counts')
      seen.set(id, { name: known?.name ?? id, until: Date.now() + againMs })
      return known?.name ?? id
    }
  }
}
