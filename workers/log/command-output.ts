import type { Redactor } from '../../core/secrets/redactor.ts'
import { createCleanLines } from './clean-lines.ts'

export type Stream = 'out' | 'err'

/** The output of one command on its way to where its lines are kept. */
export interface CommandOutput {
  /** Resolves when more may come: whoever waits for it passes the keeper's speed on to the command. */
  readonly write: (chunk: Buffer, stream: Stream) => Promise<void>
  /** Passes on last lines that had no end. */
  readonly end: () => Promise<void>
}

/** Decoders of a command's own two streams. `add` gets whole lines, clean and redacted; `onLine` each of them. */
export function createCommandOutput(
  redactor: Redactor,
  add: (lines: string) => Promise<void>,
  onLine?: (line: string) => void,
): CommandOutput {
  const streams = { out: createCleanLines(redactor), err: createCleanLines(redactor) }

  function pass(lines: string): Promise<void> {
    if (onLine && lines !== '') for (const line of lines.replace(/\n$/, '').split('\n')) onLine(line)
    return add(lines)
  }

  return {
    write: (chunk, stream) => pass(streams[stream].push(chunk)),
    end: () => pass(streams.out.end() + streams.err.end()),
  }
}
