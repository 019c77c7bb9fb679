/** `2026-01-05T12:00:00.000000+00:00 app[run.4711]: text`: https://devcenter.heroku.com/articles/logging#log-format */
const shape = /^(?:\S+ )?(\w+)\[([\w.-]+)\]: ?(.*)$/
const exit = /^Process exited with status (\d+)/

export interface DynoLine {
  readonly text: string
  /** The exit code of its command, as Heroku told it. */
  readonly exit?: number
}

/** What a line of the app's log says of one dyno; undefined when it is of another. */
export function dynoLine(line: string, dyno: string): DynoLine | undefined {
  const [, source, name, text = ''] = shape.exec(line) ?? []
  if (name !== dyno) return undefined
  // The command itself may print the same words: only Heroku's own line counts.
  const code = source === 'heroku' ? exit.exec(text)?.[1] : undefined
  return code === undefined ? { text } : { text, exit: Number(code) }
}
