import { once } from 'node:events'
import { get as request, type IncomingMessage } from 'node:http'
import { expect, test } from '@jest/globals'
import type { Engine, Logs } from '../../../core/engine/engine.ts'
import { logOf } from '../../../core/records/deployment.ts'
import { deployment, get, servers, store, type Started } from '../harness.ts'

const { engine, start } = servers()

/** A deployment that runs, with something to write its log and to end it. */
async function running(server: Started, id: number) {
  const record = deployment(id, { state: 'in_progress' })
  await store({ engine: engine(), records: server.records }, record)
  const log = logOf(record.key)
  let size = 0
  return {
    async writes(text: string) {
      size = await engine().store.logs.append(log, size, text)
    },
    async ends() {
      await server.records.deployments.update(record.key, (value) => ({ ...value, state: 'success' }))
    },
  }
}

async function follow(url: string): Promise<IncomingMessage> {
  const [response] = (await once(request(url), 'response')) as [IncomingMessage]
  return response.setEncoding('utf8')
}

const heard = async (response: IncomingMessage) => String((await once(response, 'data'))[0])

/** Counts what is read of logs. */
function counting(logs: Logs): { logs: Logs; reads: { count: number } } {
  const reads = { count: 0 }
  const read: Logs['read'] = async (...where) => {
    reads.count++
    return logs.read(...where)
  }
  return { logs: { ...logs, read }, reads }
}

function withLogs(logs: Logs): Engine {
  return { ...engine(), store: { ...engine().store, logs } }
}

test('a log is plain text, whatever is in it', async () => {
  const server = await start()
  const run = await running(server, 1)
  await run.writes('<script>alert(1)</script> \u00e9\n')
  const answer = await get(`${server.url}/api/deployments/1/log`)
  expect(answer.text).toBe('<script>alert(1)</script> \u00e9\n')
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
})

test('a log that has not begun is empty', async () => {
  const server = await start()
  await running(server, 2)
  expect(await get(`${server.url}/api/deployments/2/log`)).toMatchObject({ status: 200, text: '' })
})

test('a follower hears lines as they are written, and is let go when all is said', async () => {
  const server = await start()
  const run = await running(server, 3)
  await run.writes('first\n')
  const response = await follow(`${server.url}/api/deployments/3/log?follow=1`)
  const ended = once(response, 'end')
  expect(await heard(response)).toBe('first\n')
  await run.writes('second\n')
  expect(await heard(response)).toBe('second\n')
  await run.writes('last\n')
  await run.ends()
  expect(await heard(response)).toBe('last\n')
  await ended
})

test('a follower may go on from where it was', async () => {
  const server = await start()
  const run = await running(server, 4)
  await run.writes('first\nsecond\n')
  await run.ends()
  expect((await get(`${server.url}/api/deployments/4/log?follow=1&from=6`)).text).toBe('second\n')
})

test('a follower who goes away is read for no longer', async () => {
  const { logs, reads } = counting(engine().store.logs)
  const server = await start({ engine: withLogs(logs) })
  const run = await running(server, 5)
  await run.writes('first\n')
  const response = await follow(`${server.url}/api/deployments/5/log?follow=1`)
  await heard(response)
  response.destroy()
  await once(response, 'close')
  // A follower polls several times in this while.
  await new Promise((resolve) => setTimeout(resolve, 500))
  const after = reads.count
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(reads.count).toBe(after)
})

test('a follower who does not read is not read for: the log waits in the engine', async () => {
  const size = 24 * 1024 * 1024
  const piece = 'x'.repeat(64 * 1024)
  const read: Logs['read'] = async (_log, offset) =>
    offset < size ? { text: piece, next: offset + piece.length } : { text: '', next: offset }
  const { logs, reads } = counting({ ...engine().store.logs, read })
  const server = await start({ engine: withLogs(logs) })
  await (await running(server, 6)).ends()
  const response = await follow(`${server.url}/api/deployments/6/log?follow=1`)

  let before = -1
  while (before !== reads.count) {
    before = reads.count
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  expect(reads.count).toBeLessThan(size / piece.length)

  let heardBytes = 0
  for await (const text of response) heardBytes += String(text).length
  expect(heardBytes).toBe(size)
})

test('a server that closes lets its followers go', async () => {
  const server = await start()
  await running(server, 7)
  const response = await follow(`${server.url}/api/deployments/7/log?follow=1`)
  const ended = once(response.resume(), 'end')
  await server.close()
  await ended
})

test('an engine that fails in the middle cuts the answer off, and the log says why', async () => {
  let reads = 0
  const read: Logs['read'] = async (...where) => {
    if (++reads > 1) throw new Error('the engine went away')
    return engine().store.logs.read(...where)
  }
  const server = await start({ engine: withLogs({ ...engine().store.logs, read }) })
  const run = await running(server, 8)
  await run.writes('first\n')
  const response = await follow(`${server.url}/api/deployments/8/log?follow=1`)
  await expect(response.toArray()).rejects.toThrow('aborted')
  expect(server.lines).toContainEqual(
    expect.objectContaining({ deployment: 8, msg: 'could not read a log to its end' }),
  )
})
