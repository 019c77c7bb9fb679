/** The lines of a text, none wider than `width` where its words allow that; what goes on keeps its line's indent and two blanks. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width))
}

function wrapLine(line: string, width: number): string[] {
  if (line.length <= width) return [line]
  const indent = /^ */.exec(line)?.[0] ?? ''
  const lines: string[] = []
  let current = indent
  for (const word of line.trim().split(' ')) {
    const isFirst = current.trim() === ''
    if (!isFirst && current.length + 1 + word.length > width) {
      lines.push(current)
      current = `${indent}  ${word}`
    } else {
      current += isFirst ? word : ` ${word}`
    }
  }
  return [...lines, current]
}
