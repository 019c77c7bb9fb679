import type { Deployment } from '../../../sandbox/github/index.ts'
import { StoryBroke } from '../story-broke.ts'
import type { Act } from './act.ts'

/** Ids of statuses grow with time, over all deployments. */
const statusId = ({ statuses }: Deployment, state: string) => statuses.find((status) => status.state === state)?.id ?? 0

export const twoAtOnce: Act = {
  caption: 'Two deploys at once to one target: the second waits in line; another target does not wait',
  async play(stage) {
    await stage.pushes({ who: 'alice', branch: 'new-logo', change: 'A larger logo', seconds: 3 })
    await Promise.all([
      stage.says('alice', 'deploy webapp/new-logo to production'),
      stage.says('bob', 'deploy webapp to production'),
      stage.says('bob', 'deploy api to production'),
    ])
    await stage.over()

    const [first, second] = stage.deployments('production').slice(-2)
    const inOrder = first && second && statusId(first, 'success') < statusId(second, 'in_progress')
    if (!inOrder) throw new StoryBroke('the second to start when the first was out', 'them at the same time')
    await stage.serves('production', second.sha)
    const api = stage.deployments('production', 'api').at(-1)
    if (api) await stage.serves('production', api.sha, 'api')
  },
}
