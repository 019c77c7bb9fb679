import { z } from 'zod'
import type { Read } from './read.ts'

// A pending one was invited and has not come.
const shape = z.object({ state: z.enum(['active', 'pending']) })

export interface Team {
  readonly org: string
  readonly slug: string
}

/**
 * Whether a login is in a team, with the token for `repository`. False also for a team that the token may not see:
 * GitHub answers 404 to both. Throws GitHubError.
 */
export async function isInTeam(read: Read, repository: string, { org, slug }: Team, login: string): Promise<boolean> {
  const parts = ['orgs', org, 'teams', slug, 'memberships', login].map(encodeURIComponent)
  const call = { method: 'GET', repository, priority: 'person', allowance: 'rest' } as const
  const found = await read.find({ ...call, url: `/${parts.join('/')}` }, shape)
  return found?.state === 'active'
}
