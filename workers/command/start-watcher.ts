import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Event, Order, StartOrder } from './protocol.ts'
import { watcherProgram } from './watcher-program.ts'

const stopSignal = z.enum(['SIGTERM', 'SIGINT'])

const eventSchema: z.ZodType<Event> = z.discriminatedUnion('event', [
  z.object({ event: z.literal('started'), pid: z.number() }),
  z.object({ event: z.literal('not-started'), code: z.string(), message: z.string() }),
  z.object({ event: z.literal('exited'), code: z.number().nullable(), signal: z.string().nullable() }),
  z.object({ event: z.literal('orphaned') }),
  z.object({ event: z.literal('asked'), signal: stopSignal }),
  z.object({ event: z.literal('asked-again'), signal: stopSignal, afterMs: z.number() }),
  z.object({ event: z.literal('killed'), afterMs: z.number() }),
  z.object({ event: z.literal('stopped'), left: z.array(z.number()) }),
])

export interface Watcher {
  tell(order: Order): void
  /** Resolves when the watcher has left and all its events were told; with what it complained about, usually nothing. */
  readonly gone: Promise<string>
}

/** Enough to see why a watcher did not start. */
const longestComplaint = 2_000

/** `out` and `err` are write ends of pipes; they are the caller's to close. */
export function startWatcher(order: StartOrder, out: number, err: number, onEvent: (event: Event) => void): Watcher {
  const child = spawn(process.execPath, watcherProgram(), {
    // Nothing of the worker's environment: what the command may see is in the order.
    env: {},
    // A session of its own: Ctrl-C in a terminal is meant for the worker.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', out, err],
  })
  let complaint = ''
  const complain = (text: string) => {
    complaint = (complaint + text).slice(-longestComplaint)
  }
  const gone = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', () => resolve(complaint))
  })

  child.stderr?.setEncoding('utf8').on('data', complain)
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = parseEvent(line)
      if (event === undefined) complain(line)
      else onEvent(event)
    })
  }
  // A watcher that has just left does not read any more; `gone` tells.
  child.stdin?.on('error', () => {})
  const write = (message: StartOrder | Order) => void child.stdin?.write(`${JSON.stringify(message)}\n`)
  write(order)
  return { tell: write, gone }
}

function parseEvent(line: string): Event | undefined {
  try {
    return eventSchema.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}
