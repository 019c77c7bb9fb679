/** One line that somebody typed. `cut`: it was longer than a command can be, and `text` is only its beginning. */
export interface Line {
  readonly text: string
  readonly cut: boolean
}

/** Where the shell's lines come from and its chat goes to: a terminal or a pipe. */
export interface LineIo {
  /** Somebody sits there and sees a prompt. */
  readonly interactive: boolean
  /** Lines until the end of input; the next is taken when the one before has been dealt with. */
  lines(): AsyncIterable<Line>
  /** Resolves when the text has been handed on, or there is nobody left to read it. */
  print(text: string): Promise<void>
  /** Takes no more lines. */
  close(): void
}

/** In characters. The longest command is a few hundred. */
export const longestLine = 10_000
