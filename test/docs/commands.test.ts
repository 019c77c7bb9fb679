import { expect, test } from '@jest/globals'
import { table } from '../../core/commands/table.ts'
import { tableIn, tableOf } from './generated-table.ts'

const prefix = 'deploy'

test('docs/commands.md says of every command what help says', () => {
  const rows = [
    ['command', 'what it does', 'for example'],
    ...table.map((row) => [`\`${row.usage(prefix)}\``, row.help, `\`${row.example(prefix)}\``]),
  ]
  expect(tableOf('commands.md', 'commands', rows)).toEqual(tableIn('commands.md', 'commands'))
})
