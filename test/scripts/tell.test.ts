import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Consumer, Engine } from '../../core/engine/engine.ts'
import { openEngine } from '../../core/engine/open.ts'
import type { Surface } from '../../scripts/surface.ts'
import { consumeChat } from '../../scripts/tell.ts'
import { preparedEngine } from '../prepared-engine.ts'
import { memoryRobot } from './memory-chat.ts'

let dataDir: string
let engine: Engine
let running: Awaited<ReturnType<typeof memoryRobot>>
let consumer: Consumer
let jobs = 0

async function allTold(): Promise<void> {
  while ((await engine.queues.chat.liveIds()).size > 0) await pause(10)
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'slipway-tell-'))
  await preparedEngine(dataDir)
  engine = await openEngine({ dataDir })
})
afterAll(async () => {
  await engine.close()
  await rm(dataDir, { recursive: true })
})

beforeEach(async () => {
  running = await memoryRobot(async () => undefined)
})
afterEach(async () => {
  await consumer.close()
  running.close()
})

async function consume(options: { surface?: Partial<Surface>; tries?: number } = {}) {
  const { tries, surface } = options
  consumer = await consumeChat({
    ...running,
    engine,
    surface: { ...running.surface, ...surface },
    ...(tries !== undefined && { tries }),
  })
}

const tell = (title: string, place: { adapter?: string; room?: string; threadId?: string } = {}) =>
  engine.queues.chat.add(`tell-${(jobs += 1)}`, {
    place: { adapter: 'memory', room: 'ops', roomNames: ['ops'], ...place },
    message: { title, actions: ['cancel'] },
  })

test('messages go to their room and thread, in order', async () => {
  await tell('queued')
  await tell('started', { room: 'C1', threadId: '1.5' })
  await tell('finished')
  await consume()
  await allTold()
  expect(running.chat.sent).toEqual([
    { room: 'ops', thread: undefined, text: 'queued\n  (you can say: cancel)' },
    { room: 'C1', thread: '1.5', text: 'started\n  (you can say: cancel)' },
    { room: 'ops', thread: undefined, text: 'finished\n  (you can say: cancel)' },
  ])
})

test('a chat that is away gets its messages later, none lost, in order', async () => {
  running.chat.breaks = 2
  await tell('one')
  await tell('two')
  await tell('three')
  await consume()
  await allTold()
  expect(running.chat.sent.map(({ text }) => text.split('\n')[0])).toEqual(['one', 'two', 'three'])
})

test('a message that chat never takes is given up with a word in the log, and the next one comes', async () => {
  running.chat.breaks = 2
  await tell('one')
  await tell('two')
  await consume({ tries: 2 })
  await allTold()
  expect(running.chat.sent.map(({ text }) => text.split('\n')[0])).toEqual(['two'])
  expect(running.logged.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ title: 'one', room: 'ops', msg: 'gave a message up: chat did not take it' }),
  ])
})

test('messages for another adapter are dropped, said once', async () => {
  await tell('for slack', { adapter: 'slack' })
  await tell('for slack too', { adapter: 'slack' })
  await tell('for us')
  await consume()
  await allTold()
  expect(running.chat.sent.map(({ text }) => text.split('\n')[0])).toEqual(['for us'])
  expect(running.logged).toHaveLength(1)
  expect(running.logged[0]).toContain('another adapter')
})

test('a surface that shows everything shows those too', async () => {
  await tell('for the api', { adapter: 'api' })
  await consume({ surface: { showsEverything: true } })
  await allTold()
  expect(running.chat.sent).toHaveLength(1)
})

test('what is no message is dropped with a word in the log', async () => {
  await engine.queues.chat.add('not-a-message', { text: 'hello' })
  await tell('after it')
  await consume()
  await allTold()
  expect(running.chat.sent).toHaveLength(1)
  expect(running.logged.join()).toContain('no message')
})
