const kept = 3
const longestLine = 200

/** The last lines of an output that say something, for the sentence about its failure. */
export function createLastLines() {
  const lines: string[] = []
  return {
    hear(line: string): void {
      const text = line.trim()
      if (text === '') return
      lines.push(text.slice(0, longestLine))
      if (lines.length > kept) lines.shift()
    },
    /** `: a / b / c`, or nothing. */
    said: (): string => (lines.length === 0 ? '' : `: ${lines.join(' / ')}`),
  }
}
