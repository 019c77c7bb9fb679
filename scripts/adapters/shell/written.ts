import type { Writable } from 'node:stream'

/** Resolves when the stream has taken the text, or has lost its reader: its 'error' event tells of that. */
export const written = (output: Writable, text: string) =>
  new Promise<void>((resolve) => {
    output.write(text, () => resolve())
  })
