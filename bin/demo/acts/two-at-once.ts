import type { Deployment } from '../../../sandbox/github/index.ts'
import { StoryBroke } from '../story-broke.ts'
import type { Act } from './act.ts'

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
    const api = stage.deployments('production', 'api').at(-1)
    if (!first || !second || !api) throw new StoryBroke('three deployments', 'fewer')
    const happened = [time(first, 'in_progress'), time(first, 'success'), time(second, 'in_progress')]
    if (!time(second, 'queued') || !isInOrder(happened)) {
      throw new StoryBroke('the second to wait in line until the first is out', 'another order of their statuses')
    }
    await stage.serves('production', second.sha)
    await stage.serves('production', api.sha, 'api')
  },
}

/** Ids of statuses grow with time, over all deployments. */
const time = ({ statuses }: Deployment, state: string) => statuses.find((status) => status.state === state)?.id

const isInOrder = (times: readonly (number | undefined)[]) =>
  times.every((at, index) => at !== undefined && at > (times[index - 1] ?? 0))
