import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const docs = join(import.meta.dirname, '../../docs')

/** How to write the tables anew: `UPDATE_DOCS=1 npm run -s jest -- test/docs`. */
const writes = process.env['UPDATE_DOCS'] === '1'

/** The rows of a table in docs that stands between `<!-- table: NAME -->` and `<!-- end -->`, head included. */
export function tableIn(file: string, name: string): string[][] {
  return around(file, name)
    .table.trim()
    .split('\n')
    .filter((line) => !/^\|[\s:|-]+\|$/.test(line))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

/** A table as docs should have it; cells are escaped. Where asked for, it is written into the file first. */
export function tableOf(file: string, name: string, rows: readonly (readonly string[])[]): string[][] {
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll('|', String.raw`\|`)))
  if (writes) {
    const { before, after } = around(file, name)
    const [head = '', ...body] = escaped.map((row) => `| ${row.join(' | ')} |`)
    const line = `|${' --- |'.repeat(rows[0]?.length ?? 0)}`
    writeFileSync(join(docs, file), `${before}\n\n${[head, line, ...body].join('\n')}\n\n${after}`)
  }
  return escaped
}

function around(file: string, name: string): { before: string; table: string; after: string } {
  const text = readFileSync(join(docs, file), 'utf8')
  const mark = `<!-- table: ${name} -->`
  const start = text.indexOf(mark) + mark.length
  const end = text.indexOf('<!-- end -->', start)
  if (start < mark.length || end < 0) throw new Error(`docs/${file} has no table ${name} with an end`)
  return { before: text.slice(0, start), table: text.slice(start, end), after: text.slice(end) }
}
