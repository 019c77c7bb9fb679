export interface LineEnds {
  push(text: string): string
}

/** Makes every line end `\n`. Carriage returns without a line feed end a line too, so that a progress bar becomes lines. */
export function createLineEnds(): LineEnds {
  let atLineStart = true
  let afterReturn = false

  /** Whether the returns at the end of a text end a line, or stand at the start of one. */
  function endsLine(text: string): boolean {
    const before = text.replace(/\r+$/, '')
    if (before === '') return afterReturn || !atLineStart
    return !before.endsWith('\n')
  }

  return {
    push(text) {
      if (text === '') return ''
      // The return of this line feed came with the chunk before and has ended the line already.
      const fresh = afterReturn ? text.replace(/^\r*\n/, '') : text
      afterReturn = fresh.endsWith('\r') && endsLine(fresh)
      const lines = fresh.includes('\r') ? withoutReturns(fresh, atLineStart) : fresh
      if (lines !== '') atLineStart = lines.endsWith('\n')
      return lines
    },
  }
}

function withoutReturns(text: string, atLineStart: boolean): string {
  return text.replace(/\r+\n/g, '\n').replace(/(\n?)\r+/g, (_, feed: string, at: number) => {
    // Bars return before they draw as often as after: at the start of a line there is nothing to end.
    const nothingToEnd = at === 0 && atLineStart && feed === ''
    return nothingToEnd ? '' : '\n'
  })
}
