import { expect, test } from '@jest/globals'
import { helpLines, helpOn } from '../../../core/commands/help-lines.ts'
import { parse } from '../../../core/commands/parse.ts'
import { table } from '../../../core/commands/table.ts'

test.each(['deploy', 'ship', '.deploy'])('with the prefix %s every example can be typed as it stands', (prefix) => {
  for (const row of table) {
    expect(parse(row.example(prefix), { prefix })).toMatchObject({ kind: 'command', command: { action: row.action } })
  }
})

test('help lists every command by its usage, in the words of the prefix', () => {
  expect(helpLines('ship')).toHaveLength(table.length)
  expect(helpLines('ship').join('\n')).toContain('ships app[/ref] [in environment]: lists the last ten deployments')
})

test('help with a word says how to use it, a misspelt one included', () => {
  expect(helpOn('Cancel', 'deploy')).toEqual([
    'cancel [#id]: stops a deployment, or takes it out of the line',
    'for example: cancel #42',
  ])
  expect(helpOn('cancle', 'deploy')).toEqual(helpOn('cancel', 'deploy'))
  expect(helpOn('where can i deploy', 'deploy')).toEqual(helpOn('where', 'deploy'))
})

test('help has nothing on a word that is no command', () => {
  expect(helpOn('weather', 'deploy')).toBeUndefined()
})
