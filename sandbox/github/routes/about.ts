import { ok, pattern, repositoryRoute, type Route } from '../route.ts'
import { accountView } from '../views/account-view.ts'
import { repositoryView } from '../views/repository-view.ts'

const hourly = { limit: 5000, used: 0, remaining: 5000, resource: 'core' }

/** Limits are reported, never reached: a test that wants one reached scripts the answer. */
const limits = () => {
  const core = { ...hourly, reset: Math.floor(Date.now() / 1000) + 3600 }
  return { resources: { core, graphql: { ...core, resource: 'graphql' } }, rate: core }
}

export const about: readonly Route[] = [
  { method: 'GET', pattern: pattern('/user'), handle: ({ deed }) => ok(accountView(deed.hub, deed.actor)) },
  { method: 'GET', pattern: pattern('/rate_limit'), open: true, handle: () => ok(limits()) },
  {
    method: 'GET',
    pattern: pattern('/meta'),
    open: true,
    handle: () => ok({ verifiable_password_authentication: false, hooks: ['127.0.0.1/32'], web: ['127.0.0.1/32'] }),
  },
  repositoryRoute('GET', '', ({ deed, repository }) => {
    const pull = deed.actor.access !== 'none'
    const push = deed.actor.access === 'write'
    return ok({ ...repositoryView(deed.hub, repository), permissions: { admin: false, push, pull } })
  }),
]
