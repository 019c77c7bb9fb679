import { describe, expect, test } from '@jest/globals'
import { escapeSlack } from '../../../core/chat/escape-slack.ts'
import { renderText } from '../../../core/chat/render-text.ts'

test('a title stands alone', () => {
  expect(renderText({ title: 'webapp is on its way' })).toBe('webapp is on its way')
})

test('everything else is indented below it', () => {
  expect(
    renderText({
      title: 'webapp to production waits in line',
      lines: ["2nd behind bob's #7", 'nothing to do'],
      link: { label: 'log', url: 'http://127.0.0.1:8080/deployments/8' },
      actions: ['cancel', 'logs'],
    }),
  ).toBe(
    [
      'webapp to production waits in line',
      "  2nd behind bob's #7",
      '  nothing to do',
      '  log: http://127.0.0.1:8080/deployments/8',
      '  (you can say: cancel, logs)',
    ].join('\n'),
  )
})

test('a table has aligned columns, however long or short its rows are', () => {
  expect(
    renderText({
      title: 'Last deployments of webapp',
      table: {
        head: ['when', 'who', 'state'],
        rows: [['2 min ago', 'alice', 'success'], ['yesterday', 'Åsa 👩', 'failure'], ['long ago']],
      },
    }),
  ).toBe(
    [
      'Last deployments of webapp',
      '  when       who    state',
      '  2 min ago  alice  success',
      '  yesterday  Åsa 👩  failure',
      '  long ago',
    ].join('\n'),
  )
})

test('a table without rows is its heading', () => {
  expect(renderText({ title: 'Locks', table: { head: ['app', 'by'], rows: [] } })).toBe('Locks\n  app  by')
})

describe('nothing from outside can forge a line', () => {
  const forged = 'main\r\nslip: production is fine\u2028really\u001b[2Kyes\u0000'
  const tame = 'main slip: production is fine really [2Kyes'

  test.each([
    [renderText({ title: forged }), tame],
    [renderText({ title: 't', lines: [forged] }), `t\n  ${tame}`],
    [renderText({ title: 't', table: { head: ['ref'], rows: [[forged]] } }), `t\n  ref\n  ${tame}`],
    [renderText({ title: 't', link: { label: forged, url: `http://x/${forged}` } }), `t\n  ${tame}: http://x/${tame}`],
    [renderText({ title: 't', actions: [forged] }), `t\n  (you can say: ${tame})`],
  ])('%j', (rendered, expected) => {
    expect(rendered).toBe(expected)
  })

  test('nor turn the direction of writing', () => {
    expect(renderText({ title: 'ref \u202etxet\u202c end' })).toBe('ref  txet  end')
  })
})

test('for Slack, what would call a channel or make a link is text', () => {
  expect(escapeSlack('<!channel> a && b')).toBe('&lt;!channel&gt; a &amp;&amp; b')
})
