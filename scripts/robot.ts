import { Robot } from 'hubot'
import type { Logger } from 'pino'
import type { Perform } from './perform.ts'
import { slipway } from './slipway.ts'
import type { Surface } from './surface.ts'
import type { Threads } from './threads/threads.ts'

export interface RobotOptions {
  readonly name: string
  readonly alias?: string
  readonly surface: Surface
  readonly perform: Perform
  /** Without it words in threads count for nothing. */
  readonly threads?: Threads | undefined
  /** Whatever goes to chat passes through it. */
  readonly redact: (text: string) => string
  readonly log: Logger
}

export interface RunningRobot {
  readonly robot: Robot
  /** Begins to take what people say; to be called when everything the commands need is up. */
  open(): void
  close(): void
}

/** A Hubot that is connected to its chat and knows our script. Rejects when the adapter cannot be loaded or started. */
export async function startRobot(options: RobotOptions): Promise<RunningRobot> {
  const { name, alias, surface, perform, threads, redact, log } = options
  const robot = new Robot(surface.adapter, false, name, alias ?? false)
  // Hubot's own logger writes to stdout, which belongs to chat.
  robot.logger = log.child({ from: 'hubot' })
  // Hubot 14 answers `help` itself, before any script is asked, and knows nothing of our commands.
  robot.commands.unregister('help')
  slipway(robot, { surface, perform, threads, redact, log })

  await robot.loadAdapter()
  await robot.run()
  return { robot, open: () => surface.open?.(), close: () => robot.shutdown() }
}
