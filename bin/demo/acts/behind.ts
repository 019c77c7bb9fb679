import { StoryBroke } from '../story-broke.ts'
import type { Act } from './act.ts'
import { headOf } from './head-of.ts'

export const behind: Act = {
  caption: 'A branch behind main: GitHub merges main in, the command waits for green and ships itself',
  async play(stage) {
    await stage.shows('staging')
    await stage.pushes({ who: 'alice', branch: 'search-box', change: 'A search box' })
    await stage.pushes({ who: 'bob', branch: 'main', change: 'The footer knows the year' })
    const own = await stage.pushes({ who: 'alice', branch: 'search-box', change: 'The search box finds things' })
    await stage.says('alice', 'deploy webapp/search-box to staging')
    await stage.over()
    const merge = await headOf(stage, 'search-box')
    if (merge === own) throw new StoryBroke('main merged into search-box', 'search-box as alice pushed it')
    await stage.serves('staging', merge)
  },
}
