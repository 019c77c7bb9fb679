import { notFound } from '../api-error.ts'
import { ok, pattern, type Route } from '../route.ts'

export const teams: readonly Route[] = [
  {
    method: 'GET',
    pattern: pattern('/orgs/:org/teams/:slug/memberships/:login'),
    handle({ deed: { hub }, params }) {
      const { org, slug, login } = params
      const members = hub.teams.get(`${org}/${slug}`.toLowerCase()) ?? []
      if (!members.some((one) => one.toLowerCase() === login?.toLowerCase())) throw notFound()
      return ok({ url: `${hub.url}/teams/1/memberships/${login}`, role: 'member', state: 'active' })
    },
  },
  {
    method: 'GET',
    pattern: pattern('/orgs/:org/teams/:slug'),
    handle({ deed: { hub }, params }) {
      const { org, slug } = params
      if (!hub.teams.has(`${org}/${slug}`.toLowerCase())) throw notFound()
      return ok({ id: 1, name: slug, slug, privacy: 'closed' })
    },
  },
]
