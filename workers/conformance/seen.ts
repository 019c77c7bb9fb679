import type { Json } from '../../core/json.ts'
import type { Logs } from '../../core/engine/engine.ts'

/** Kept of a log; a loud one is counted beyond. */
const keptBytes = 1_000_000
const tailLength = 4_096

/** All that could be seen of one carrying-out from outside the provider. */
export interface Seen {
  /** Commands as they were given to `context.run`. */
  readonly commands: { readonly argv: readonly string[]; readonly env: object; readonly stdin: string | undefined }[]
  readonly progress: { readonly phase: string; readonly url?: string }[]
  readonly checkpoints: Json[]
  /** How often it passed the platform's own output on. */
  outputs: number
  /** A checkpoint that was no JSON. */
  notJson: boolean
  /** What `context.secret` handed out and `context.conceal` was told, by name. */
  readonly secrets: Map<string, string>
  /** Command lines of processes that were seen while it ran. */
  readonly commandLines: Set<string>
  /** What this process wrote to its own stdout and stderr meanwhile. */
  printed: string
  log: { text: string; tail: string; bytes: number }
}

export const nothingSeen = (): Seen => ({
  commands: [],
  progress: [],
  checkpoints: [],
  outputs: 0,
  notJson: false,
  secrets: new Map(),
  commandLines: new Set(),
  printed: '',
  log: { text: '', tail: '', bytes: 0 },
})

/** A store of logs that remembers the beginning, the end and the length. */
export function watchedLogs({ log }: Pick<Seen, 'log'>): Logs {
  return {
    async append(_log, offset, text) {
      const bytes = Buffer.byteLength(text)
      log.bytes += bytes
      if (log.bytes <= keptBytes) log.text += text
      log.tail = (log.tail + text).slice(-tailLength)
      return offset + bytes
    },
    read: async (_log, offset) => ({ text: '', next: offset }),
    size: async () => log.bytes,
    delete: async () => {},
  }
}

/** Whether anything has come of it yet. */
export const hasBegun = ({ commands, progress, checkpoints, log }: Seen): boolean =>
  commands.length > 0 || progress.length > 0 || checkpoints.length > 0 || log.bytes > 0
