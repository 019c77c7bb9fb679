import type { Logs } from '../../core/engine/engine.ts'
import type { Redactor } from '../../core/secrets/redactor.ts'
import { type CommandOutput, createCommandOutput } from './command-output.ts'
import { LogError } from './log-error.ts'
import { plain } from './plain-text.ts'
import { utf8Pieces } from './utf8-pieces.ts'

/** One run's log: clean, redacted, in order. Every method rejects with LogError once the engine has refused an append. */
export interface LogWriter {
  /** For one command. `onLine` hears each line that goes into the log. */
  readonly output: (onLine?: (line: string) => void) => CommandOutput
  /** A note of ours, told apart from the command's words by its leading `# `. */
  readonly line: (text: string) => Promise<void>
  /** Resolves when everything is stored. */
  readonly close: () => Promise<void>
}

export interface LogWriterOptions {
  /** A line is stored after this time at the latest; default 200 ms. */
  readonly flushAfterMs?: number
}

/** What one append holds at most, and what may wait in memory before writers have to. */
const chunkBytes = 32_768

/** Writes on after what the log holds already, so that a resumed run continues it. */
export function createLogWriter(
  logs: Logs,
  name: string,
  redactor: Redactor,
  options: LogWriterOptions = {},
): LogWriter {
  const { flushAfterMs = 200 } = options
  let waiting: string[] = []
  let waitingLength = 0
  let offset: number | undefined
  let timer: NodeJS.Timeout | undefined
  let failure: LogError | undefined
  let lastFlush = Promise.resolve()

  async function add(lines: string): Promise<void> {
    if (failure !== undefined) throw failure
    if (lines === '') return
    waiting.push(lines)
    waitingLength += lines.length
    if (waitingLength >= chunkBytes) return flush()
    timer ??= setTimeout(() => void flush().catch(remembered), flushAfterMs)
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    lastFlush = lastFlush.then(store)
    return lastFlush
  }

  async function store(): Promise<void> {
    if (failure !== undefined) throw failure
    const text = waiting.join('')
    waiting = []
    waitingLength = 0
    if (text === '') return
    try {
      offset ??= await logs.size(name)
      for (const piece of utf8Pieces(text, chunkBytes)) offset = await logs.append(name, offset, piece)
    } catch (cause) {
      failure = new LogError(name, cause)
      throw failure
    }
  }

  return {
    output: (onLine) => createCommandOutput(redactor, add, onLine),
    line(text) {
      const lines = redactor.text(plain(text)).split(/\r\n|\r|\n/)
      return add(lines.map((line) => `# ${line}\n`).join(''))
    },
    close: flush,
  }
}

/** The failure is kept and thrown to whoever writes or closes next; the timer has nobody to tell. */
function remembered(): void {}
