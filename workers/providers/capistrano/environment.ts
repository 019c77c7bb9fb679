import { baseEnvironment } from '../../command/base-environment.ts'
import type { Asking, Job } from '../provider.ts'
import { variables } from '../shell/variables.ts'
import type { Settings } from './settings.ts'

type Variables = { readonly [name: string]: string }

/** What cap and the app's own Ruby see. A key is in the agent, and only there. */
export function environmentOf(
  { env }: Settings,
  context: Pick<Asking, 'secret'>,
  agent: string | undefined,
  job?: Job,
): Variables {
  const configured = Object.entries(env).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : context.secret(value.env),
  ])
  return {
    // Ruby takes files and output for ASCII without it.
    LANG: 'C.UTF-8',
    ...baseEnvironment(),
    ...Object.fromEntries(configured),
    // BRANCH is the commit, never the ref: Capistrano writes it into commands that a shell on the hosts reads.
    ...(job && { ...variables(job), BRANCH: job.sha, REVISION: job.sha }),
    ...(agent !== undefined && { SSH_AUTH_SOCK: agent }),
  }
}
