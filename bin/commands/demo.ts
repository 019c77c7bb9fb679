import { play } from '../demo/play.ts'
import { StoryBroke } from '../demo/story-broke.ts'
import { createTeller } from '../demo/teller.ts'
import type { CliCommand } from './command.ts'

const longestMs = 110_000

export const demo: CliCommand = {
  names: ['demo'],
  usage: 'slipway demo',
  help: 'plays a short story of deploys on a sandbox; exits 1 when something else is served than what was deployed',
  async run() {
    const stop = new AbortController()
    function leave(code: number): void {
      // Whoever asks a second time does not want to wait for the tidying.
      if (stop.signal.aborted) process.exit(code)
      stop.abort(new Left(code))
    }
    // Not `once`: execa ends the process at once when it finds nobody else listening.
    process.on('SIGINT', () => leave(130))
    process.on('SIGTERM', () => leave(143))
    // Whoever reads may stop reading, as `| head` does.
    process.stdout.on('error', () => stop.abort(new Left(1)))
    const deadline = setTimeout(() => stop.abort(new StoryBroke('the end within two minutes', 'none')), longestMs)
    try {
      await play(createTeller(process.stdout), stop.signal)
      return 0
    } catch (error) {
      const why: unknown = stop.signal.aborted ? stop.signal.reason : error
      if (why instanceof Left) return why.code
      if (!(why instanceof StoryBroke)) throw error
      process.stderr.write(`\nThe story broke.\n  expected: ${why.expected}\n  seen:     ${why.seen}\n`)
      return 1
    } finally {
      clearTimeout(deadline)
    }
  },
}

/** Somebody does not want to hear the end. */
class Left extends Error {
  readonly code: number

  constructor(code: number) {
    super('left before the end')
    this.name = 'Left'
    this.code = code
  }
}
