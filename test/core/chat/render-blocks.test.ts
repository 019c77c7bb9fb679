import { describe, expect, test } from '@jest/globals'
import type { Message } from '../../../core/chat/message.ts'
import { type Block, renderBlocks } from '../../../core/chat/render-blocks.ts'

const textsOf = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => {
    if (block.type === 'section') return [block.text]
    return block.elements.flatMap((element) => (element.type === 'button' ? [element.text] : [element]))
  })

const evil = '<!channel> *x* & _y_ ~z~ `w` <http://evil|y>'
const message: Message = {
  title: 'web is out',
  details: [['ref ', { text: 'main@abc1234', url: 'https://github.com/acme/web/commit/abc?a=1&b=2' }]],
  lines: ['one', 'two'],
  table: { head: ['id', 'who'], rows: [['#1', 'alice']] },
  link: { label: 'log', url: 'https://slip.example/deployments/1' },
  buttons: [{ word: 'retry', label: 'Retry', says: 'retry #1' }],
}

test('each part of a message is a block of its own, and the text says the same', () => {
  const { text, blocks } = renderBlocks(message)
  expect(blocks.map(({ type }) => type)).toEqual(['section', 'section', 'section', 'section', 'context', 'actions'])
  expect(textsOf(blocks).map((one) => one.text)).toEqual([
    'web is out',
    'ref <https://github.com/acme/web/commit/abc?a=1&amp;b=2|main@abc1234>',
    'one\ntwo',
    '```\nid  who\n#1  alice\n```',
    '<https://slip.example/deployments/1|log>',
    'Retry',
  ])
  expect(text).toContain('web is out')
  expect(text).toContain('log: https://slip.example/deployments/1')
})

test('a button carries the command it stands for, and none that it cannot hold whole', () => {
  const long = { word: 'ok deploy', label: 'Deploy anyway', says: 'x'.repeat(2_001) } as const
  const { blocks } = renderBlocks({ ...message, buttons: [...(message.buttons ?? []), long] })
  expect(blocks.at(-1)).toMatchObject({
    type: 'actions',
    elements: [{ action_id: 'slipway:retry', value: 'retry #1' }],
  })
})

describe('nothing from outside becomes markup', () => {
  test.each<[string, Message]>([
    ['title', { title: evil }],
    ['details', { title: 't', details: [[evil, { text: evil, url: 'https://x/' }]] }],
    ['lines', { title: 't', lines: [evil] }],
    ['a table', { title: 't', table: { head: [evil], rows: [[evil]] } }],
    ['a link', { title: 't', link: { label: evil, url: `https://x/${evil}` } }],
    ['words to say', { title: 't', actions: [evil] }],
    ['a button', { title: 't', buttons: [{ word: 'retry', label: evil, says: evil }] }],
  ])('in the %s', (_, dangerous) => {
    const { text, blocks } = renderBlocks(dangerous)
    const marked = textsOf(blocks).filter(({ type }) => type === 'mrkdwn')
    expect([text, ...textsOf(blocks).map((one) => one.text)].join('\n')).not.toMatch(/<!|<http:/)
    expect(
      [
        text.replaceAll('`w`', 'w'),
        ...marked.map((one) => one.text.replaceAll('```', '').replace(/<https:[^|]*\|/g, '')),
      ].join('\n'),
    ).not.toMatch(/[*~`]|(?:^|\W)_|_(?:\W|$)/)
  })

  test('an address that is none of the web is no link', () => {
    const { blocks } = renderBlocks({ title: 't', link: { label: 'log', url: 'javascript:alert(1)' } })
    expect(textsOf(blocks).at(-1)?.text).toBe('log')
  })
})

describe('Slack’s limits hold, however long a message is', () => {
  const long = `${'<&>'.repeat(4_000)} end`
  const many = Array.from({ length: 10_000 }, (_, i) => `line ${i} ${'&'.repeat(300)}`)

  test.each<[string, Message]>([
    ['a long title', { title: long }],
    ['long details', { title: 't', details: [[long], [{ text: long, url: `https://x/${long}` }]] }],
    ['one long line', { title: 't', lines: [long] }],
    ['ten thousand lines', { title: 't', lines: many, link: { label: 'log', url: 'https://x/' } }],
    ['a long table', { title: 't', table: { head: ['a'], rows: many.map((line) => [line]) } }],
    ['nothing at all', { title: '', lines: [''] }],
  ])('%s', (_, sent) => {
    const { text, blocks } = renderBlocks(sent)
    expect(blocks.length).toBeLessThanOrEqual(50)
    for (const one of textsOf(blocks)) {
      expect(one.text.length).toBeGreaterThan(0)
      expect(one.text.length).toBeLessThanOrEqual(3_000)
      // No escape is cut in two.
      expect(one.text.replace(/&(?:amp|lt|gt);/g, '')).not.toContain('&')
    }
    expect(text.length).toBeLessThanOrEqual(40_000)
  })

  test('what is left out is counted, and the link has it', () => {
    const { blocks } = renderBlocks({ title: 't', lines: many, link: { label: 'log', url: 'https://x/' } })
    expect(textsOf(blocks).map((one) => one.text)).toContainEqual(
      expect.stringMatching(/^… and \d+ more; the link has all of them$/),
    )
  })
})

test('names of branches can be copied: an underscore in a word stays', () => {
  const { text } = renderBlocks({ title: 'web/fix_the_login' })
  expect(text).toBe('web/fix_the_login')
})
