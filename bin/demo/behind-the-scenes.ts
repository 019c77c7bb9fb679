import { followRuns } from './follow-runs.ts'
import { githubNews } from './github-news.ts'
import type { World } from './open-world.ts'
import type { Teller } from './teller.ts'

const lookMs = 40
const notes = /^# / // how a log tells our words from those of the command

/** Tells what GitHub and the workers do while people chat. */
export interface BehindTheScenes {
  /** Resolves when everything that has happened so far is told. */
  catchUp(): Promise<void>
  /** Rejects when something could not be told. */
  close(): Promise<void>
}

/** `isNews` picks the commits whose checks are told. */
export function tellBehindTheScenes(
  { sandbox, slipway }: Pick<World, 'sandbox' | 'slipway'>,
  teller: Teller,
  isNews: (sha: string) => boolean,
): BehindTheScenes {
  const runs = followRuns(slipway.ports, (id, line) => teller.tells('worker', `#${id} ${line.replace(notes, '')}`))
  const news = githubNews(sandbox.github, isNews)

  async function look(): Promise<void> {
    for (const { says, run } of news()) {
      // What a run said comes before the word that it is over.
      if (run?.is === 'over') await runs.catchUp()
      teller.tells('github', says)
      if (run?.is === 'begun') await runs.begin(run.id)
      if (run?.is === 'over') runs.end(run.id)
    }
    await runs.catchUp()
  }

  // One look after the other, so that nothing is told twice.
  let looking = Promise.resolve()
  function catchUp(): Promise<void> {
    looking = looking.then(look)
    return looking
  }
  const timer = setInterval(() => void catchUp().catch(() => clearInterval(timer)), lookMs)

  return {
    catchUp,
    async close() {
      clearInterval(timer)
      await looking
    },
  }
}
