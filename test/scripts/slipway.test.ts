import { afterEach, describe, expect, test } from '@jest/globals'
import { TopicMessage } from 'hubot'
import type { Person, Place } from '../../core/records/people.ts'
import type { Perform } from '../../scripts/perform.ts'
import { answered, memoryRobot, type MemoryRobotOptions } from './memory-chat.ts'

const open: { close(): void }[] = []
afterEach(() => {
  for (const robot of open.splice(0)) robot.close()
})

async function slip(perform: Perform, options?: MemoryRobotOptions) {
  const running = await memoryRobot(perform, options)
  open.push(running)
  return running
}

const echo: Perform = async (text) => answered(`you said ${text}`)

test('alice says a command and is answered where she said it', async () => {
  const { chat } = await slip(echo)
  await chat.hears('slip deploy web to production')
  expect(chat.sent).toEqual([{ room: 'ops', thread: undefined, text: 'you said deploy web to production' }])
})

test('the acknowledgement is sent at once, before the answer, both in her thread', async () => {
  const steps: string[] = []
  const { chat } = await slip(async (_text, _who, _place, acknowledge) => {
    await acknowledge({ title: 'on it' })
    steps.push('performed')
    return answered('done')
  })
  await chat.hears('slip deploy web', { thread: '17.5' })
  expect(steps).toEqual(['performed'])
  expect(chat.sent).toEqual([
    { room: 'ops', thread: '17.5', text: 'on it' },
    { room: 'ops', thread: '17.5', text: 'done' },
  ])
})

test('a chat that is slow to take the acknowledgement does not hold the command up', async () => {
  const running = await slip(async (_text, _who, _place, acknowledge) => {
    running.chat.breaks = 1
    await acknowledge({ title: 'on it' })
    return answered('done')
  })
  await running.chat.hears('slip deploy web')
  expect(running.chat.sent.map(({ text }) => text)).toEqual(['on it', 'done'])
  expect(running.logged.join()).toContain('chat is away')
})

test('who and where are the account, the room and the message', async () => {
  const heard: { who: Person; place: Place }[] = []
  const { chat } = await slip(async (_text, who, place) => {
    heard.push({ who, place })
    return undefined
  })
  await chat.hears('slip apps', { as: { id: 'U7', name: 'bob' }, room: 'C1', thread: '1.0', id: '2.0' })
  await chat.hears('slip apps', { as: { id: 'bob', name: 'bob' }, room: 'C1', id: '3.0' })
  expect(heard).toEqual([
    {
      who: { id: 'memory:U7', name: 'bob', names: ['bob', 'U7'] },
      place: { adapter: 'memory', room: 'C1', roomNames: ['C1'], messageId: '2.0', threadId: '1.0' },
    },
    {
      who: { id: 'memory:bob', name: 'bob', names: ['bob'] },
      place: { adapter: 'memory', room: 'C1', roomNames: ['C1'], messageId: '3.0' },
    },
  ])
})

describe('what is left alone', () => {
  test('text for somebody else, and a topic that begins with the name', async () => {
    const said: string[] = []
    const { chat, robot } = await slip(async (text) => {
      said.push(text)
      return answered('yes')
    })
    await chat.hears('deploy web')
    await chat.hears('slipway is great')
    await robot.receive(new TopicMessage(robot.brain.userForId('U1', { name: 'alice', room: 'ops' }), 'slip apps', 't'))
    expect(said).toEqual([])
    expect(chat.sent).toEqual([])
  })

  test('a command with nothing to say: seen twice, or none at all', async () => {
    const { chat } = await slip(async () => undefined)
    await chat.hears('slip good morning')
    expect(chat.sent).toEqual([])
  })
})

test.each(['help', 'commands', 'help deploy'])('%j is ours: Hubot does not answer it itself', async (text) => {
  const { chat } = await slip(echo)
  await chat.hears(`slip ${text}`)
  expect(chat.sent.map((sent) => sent.text)).toEqual([`you said ${text}`])
})

test('an alias and a changed name are listened to', async () => {
  const { chat, robot } = await slip(echo, { alias: '/' })
  await chat.hears('/apps')
  robot.name = 'deploybot'
  await chat.hears('@deploybot apps')
  await chat.hears('slip apps')
  expect(chat.sent).toHaveLength(2)
})

test('a command that breaks is told, logged, and the next one works', async () => {
  const { chat, logged } = await slip(async (text) => {
    if (text === 'boom') throw new Error('the engine does not answer\nslip: all is well')
    return answered('fine')
  })
  await chat.hears('slip boom')
  await chat.hears('slip again')
  expect(chat.sent.map(({ text }) => text)).toEqual([
    'That broke on my side: the engine does not answer slip: all is well\n' +
      '  The log has the details. Look at what happened (deploys, logs) before you say it again.',
    'fine',
  ])
  expect(logged).toHaveLength(1)
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({ msg: 'a command broke', who: 'memory:U1', room: 'ops' })
})

test('a request that is not over is told to the surface', async () => {
  const requests: string[] = []
  const asked = (request: string) => void requests.push(request)
  const { chat } = await slip(async () => answered('on its way', { request: 'r-1' }), { surface: { asked } })
  await chat.hears('slip deploy web')
  expect(requests).toEqual(['r-1'])
})

test('no secret reaches chat, whoever said it', async () => {
  const redact = (text: string) => text.replaceAll('open-sesame', '[redacted]')
  const { chat } = await slip(echo, { redact })
  await chat.hears('slip tell me open-sesame')
  expect(chat.sent.map(({ text }) => text)).toEqual(['you said tell me [redacted]'])
})
