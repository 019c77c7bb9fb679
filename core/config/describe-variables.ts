import { type Variable, variables } from './variables.ts'

/** One line a variable for `--help`: name, meaning, default; headings between the groups. */
export function describeVariables(): string {
  const width = Math.max(...variables.map(({ name }) => name.length)) + 2
  const table: readonly Variable[] = variables
  return table
    .map((variable, index) => {
      const heading = table[index - 1]?.group === variable.group ? '' : `${index === 0 ? '' : '\n'}${variable.group}\n`
      const fallback = variable.default === undefined ? '' : ` (default: ${variable.default})`
      const also = variable.also === undefined ? '' : ` (also ${variable.also.join(', ')})`
      return `${heading}  ${variable.name.padEnd(width)}${variable.meaning}${also}${fallback}`
    })
    .join('\n')
}
