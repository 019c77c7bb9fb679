import type { Stage } from '../stage.ts'

export interface Act {
  /** What happens, in a line. */
  readonly caption: string
  /** Throws StoryBroke when something else happens. */
  play(stage: Stage): Promise<void>
}
