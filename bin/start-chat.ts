import type { Logger } from 'pino'
import { perform } from '../core/actions/perform.ts'
import type { Ports } from '../core/actions/ports.ts'
import { settled } from '../core/actions/settled.ts'
import { packageSurface } from '../scripts/adapters/package-surface.ts'
import { createShell } from '../scripts/adapters/shell.ts'
import { startRobot } from '../scripts/robot.ts'
import type { Surface } from '../scripts/surface.ts'
import { consumeChat } from '../scripts/tell.ts'
import { openThreads } from '../scripts/threads/threads.ts'
import type { StartOptions } from './start-slipway.ts'

export interface ChatOptions extends StartOptions {
  readonly ports: Ports
  readonly redact: (text: string) => string
  readonly log: Logger
}

export interface RunningChat {
  readonly inputOver: Promise<'end' | 'interrupt'>
  open(): void
  /** Nothing more is told from the queue by this process. */
  stopListening(): Promise<void>
  close(): Promise<void>
}

/** The chat role: the robot on its surface, and whoever tells the rooms what the queue holds. */
export async function startChat(options: ChatOptions): Promise<RunningChat> {
  const { config, ports, redact, log, sandbox } = options
  let over: (how: 'end' | 'interrupt') => void = () => {}
  const inputOver = new Promise<'end' | 'interrupt'>((resolve) => {
    over = resolve
  })
  const closing = new AbortController()
  const surface = marked(
    options.surface ?? (await configuredSurface(options, over, closing.signal)),
    sandbox !== undefined,
  )
  const threads = openThreads({ ports, surface: surface.name, board: surface.board, redact })
  const robot = await startRobot({
    name: config.chat.name,
    ...(config.chat.alias !== undefined && { alias: config.chat.alias }),
    surface,
    threads,
    perform: (text, who, place, acknowledge) => perform(text, who, place, ports, acknowledge),
    redact,
    log,
  })
  const { keeper } = threads
  const consumer = await consumeChat({ engine: ports.engine, robot: robot.robot, surface, keeper, redact, log })
  return {
    inputOver,
    open: () => robot.open(),
    async stopListening() {
      closing.abort()
      robot.close()
    },
    async close() {
      await consumer.close()
      await keeper?.close()
    },
  }
}

async function configuredSurface(
  { config, ports, log, io, user, sandbox }: ChatOptions,
  ended: (how: 'end' | 'interrupt') => void,
  closing: AbortSignal,
): Promise<Surface> {
  const { botToken, appToken, apiUrl } = config.chat.slack
  if (botToken !== undefined && appToken !== undefined) {
    const slack = { botToken, appToken, apiUrl, store: ports.engine.store, log }
    // Slack's clients take a while to load, and most starts do without them.
    if (config.chat.adapter === 'slack') return (await import('../scripts/adapters/slack.ts')).createSlack(slack)
    if (config.chat.adapter === 'hubot-slack')
      return (await import('../scripts/adapters/hubot-slack.ts')).hubotSlack(slack)
  }
  if (config.chat.adapter !== 'shell') return packageSurface(config.chat.adapter)
  return createShell({
    ...io,
    user,
    name: config.chat.name,
    settled: (requests) => settled(requests, ports, closing),
    ended,
    log,
    ...(sandbox && { extra: async (text) => markedText(await sandbox.command(text)) }),
  })
}

const mark = '[sandbox] '

/** Nobody takes what happens in the sandbox for the real thing. */
const marked = (surface: Surface, sandbox: boolean): Surface =>
  sandbox ? { ...surface, render: (message) => `${mark}${surface.render(message)}` } : surface

const markedText = (text: string | undefined) => text && `${mark}${text}`
