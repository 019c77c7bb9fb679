import { describe, expect, test } from '@jest/globals'
import { pressesIn, saidIn } from '../../../../scripts/adapters/slack/incoming.ts'

const message = { type: 'message', user: 'U1', channel: 'C1', text: 'apps', ts: '2.0' }

describe('what a person says', () => {
  test.each([
    ['in a channel', {}, { thread: undefined, isDirect: false }],
    ['by a mention', { type: 'app_mention' }, { thread: undefined, isDirect: false }],
    ['in a thread', { thread_ts: '1.0' }, { thread: '1.0' }],
    ['in a thread and to the channel', { thread_ts: '1.0', subtype: 'thread_broadcast' }, { thread: '1.0' }],
    ['as the first of a thread', { thread_ts: '2.0' }, { thread: undefined }],
    ['in a direct message', { channel: 'D1' }, { isDirect: true }],
  ])('%s', (_, event, said) => {
    expect(saidIn({ ...message, ...event })).toMatchObject({ user: 'U1', ts: '2.0', text: 'apps', ...said })
  })
})

test.each([
  ['an edit', { subtype: 'message_changed', message: {} }],
  ['a deletion', { subtype: 'message_deleted' }],
  ['a mention that an edit brought', { type: 'app_mention', edited: { ts: '3.0' } }],
  ['another bot', { bot_id: 'B1' }],
  ['nobody', { user: undefined }],
  ['a reaction', { type: 'reaction_added' }],
])('%s says nothing', (_, event) => {
  expect(saidIn({ ...message, ...event })).toBeUndefined()
})

test.each([[undefined], ['text'], [{}], [{ type: 'message' }]])('%j is nothing that could be understood', (event) => {
  expect(saidIn(event)).toBeUndefined()
  expect(pressesIn(event)).toEqual([])
})

describe('a button', () => {
  const body = {
    type: 'block_actions',
    user: { id: 'U1' },
    container: { channel_id: 'C1', message_ts: '2.0' },
    actions: [{ action_id: 'slipway:cancel', value: 'cancel #1', action_ts: '5.0' }],
  }

  test('pressed again is another press, sent again is the same', () => {
    const [first] = pressesIn(body)
    const [again] = pressesIn({ ...body, actions: [{ ...body.actions[0], action_ts: '6.0' }] })
    expect(first).toMatchObject({ channel: 'C1', ts: '2.0', thread: '2.0', says: 'cancel #1' })
    expect(pressesIn(body)[0]?.press).toBe(first?.press)
    expect(again?.press).not.toBe(first?.press)
  })

  test('of another kind, without a command, is none of ours', () => {
    expect(pressesIn({ ...body, actions: [{ action_id: 'link', action_ts: '5.0' }] })).toEqual([])
  })
})
