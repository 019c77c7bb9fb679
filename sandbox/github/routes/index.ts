import { graphqlRoute } from '../graphql/route.ts'
import type { Route } from '../route.ts'
import { about } from './about.ts'
import { checks } from './checks.ts'
import { deployments } from './deployments.ts'
import { git } from './git.ts'
import { hooks } from './hooks.ts'
import { oauth } from './oauth.ts'
import { teams } from './teams.ts'
import { workflows } from './workflows.ts'

/** The first that fits answers: routes with a longer path stand before `commits/*ref`. */
export const routes: readonly Route[] = [
  ...about,
  ...oauth,
  ...teams,
  ...hooks,
  ...deployments,
  ...checks,
  ...workflows,
  ...git,
  graphqlRoute,
]
