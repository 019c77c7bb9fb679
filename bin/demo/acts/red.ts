import { StoryBroke } from '../story-broke.ts'
import type { Act } from './act.ts'

export const red: Act = {
  caption: 'A red commit: refused, with the checks that failed; `deploy!` for somebody who must',
  async play(stage) {
    const sha = await stage.pushes({
      who: 'bob',
      branch: 'fix-prices',
      change: 'Prices have two digits',
      checks: 'red',
    })
    const before = stage.deployments('production').length
    await stage.says('bob', 'deploy webapp/fix-prices to production')
    if (stage.deployments('production').length !== before)
      throw new StoryBroke('a refusal', 'a deployment of a red commit')

    await stage.says('alice', 'deploy! webapp/fix-prices to production because customers see wrong prices')
    await stage.over()
    await stage.serves('production', sha)
  },
}
