import { headOf } from './head-of.ts'
import type { Act } from './act.ts'

export const aDeploy: Act = {
  caption: 'A deploy: chat asks, GitHub keeps the record, a worker carries it out',
  async play(stage) {
    const main = await headOf(stage, 'main')
    await stage.shows('staging')
    await stage.shows('production')
    await stage.says('alice', 'deploy webapp to production')
    await stage.over()
    await stage.serves('production', main)
  },
}
