import { expect, test } from '@jest/globals'
import { saidText } from '../../../../scripts/adapters/slack/said-text.ts'

const own = { user: 'UBOT', name: 'slip' }

test.each([
  ['<@UBOT> deploy web', '@slip deploy web'],
  ['<@UBOT|slip> deploy web', '@slip deploy web'],
  ['<@UBOT>\u00a0apps', '@slip apps'],
  ['because <@U2|bob> and <#C1|ops> asked <!here>', 'because @bob and #ops asked @here'],
  ['deploy <http://web.example|web.example>', 'deploy web.example'],
  ['see <https://x.example/a?b=1&amp;c=2>', 'see https://x.example/a?b=1&c=2'],
  ['a &amp;&amp; b &lt;c&gt;', 'a && b <c>'],
  ['&amp;lt;', '&lt;'],
])('%j was typed as %j', (wire, typed) => {
  expect(saidText(wire, own)).toBe(typed)
})
