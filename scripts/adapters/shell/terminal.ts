import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { type Line, type LineIo, longestLine } from './line-io.ts'
import { written } from './written.ts'

export interface TerminalOptions {
  readonly input: Readable
  readonly output: Writable
  readonly prompt: string
  /** Ctrl-C. */
  readonly interrupted: () => void
}

/** A person at a terminal: a prompt, and a line being typed that chat does not tear apart. */
export function terminal({ input, output, prompt, interrupted }: TerminalOptions): LineIo {
  let editor: Interface | undefined
  let prompted = true

  async function* lines(): AsyncGenerator<Line> {
    editor = createInterface({ input, output, prompt, terminal: true })
    editor.on('SIGINT', interrupted)
    editor.prompt()
    try {
      for await (const text of editor) {
        prompted = false
        yield { text: text.slice(0, longestLine), cut: text.length > longestLine }
        if (!prompted) editor.prompt(true)
      }
    } finally {
      close()
    }
  }

  async function print(text: string): Promise<void> {
    if (!editor) return written(output, `${text}\n`)
    moveCursor(output, 0, -editor.getCursorPos().rows)
    cursorTo(output, 0)
    clearScreenDown(output)
    await written(output, `${text}\n`)
    // The line may have been closed in the meantime.
    editor?.prompt(true)
    prompted = true
  }

  function close(): void {
    editor?.close()
    editor = undefined
  }

  return { interactive: true, lines, print, close }
}
