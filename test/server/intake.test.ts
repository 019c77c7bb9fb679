import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Engine, QueuedJob } from '../../core/engine/engine.ts'
import { deliver, raw, sign } from './delivery.ts'
import { type Started, secret, servers } from './harness.ts'

const { engine, start } = servers()
let server: Started

beforeEach(async () => {
  server = await start({ webhookSecrets: ['the old secret', secret] })
})
afterEach(() => takeJobs())

/** What has been stored, in no certain order; afterwards nothing is. */
async function takeJobs(): Promise<QueuedJob[]> {
  const waiting = await engine().queues.events.liveIds()
  const jobs: QueuedJob[] = []
  if (waiting.size === 0) return jobs
  let all = () => {}
  const taken = new Promise<void>((resolve) => {
    all = resolve
  })
  const consumer = await engine().queues.events.work(
    async (job) => {
      jobs.push(job)
      if (jobs.length === waiting.size) all()
    },
    { concurrency: 1 },
  )
  await taken
  await consumer.close()
  return jobs
}

describe('a delivery of GitHub', () => {
  test('is stored as it came and answered with 202', async () => {
    const body = '{ "deployment" : {"id": 1, "ref":"fe\u00e4ture/\u{1F680}"},\r\n\t"odd":   "\\u00e9\\/" }\n'
    expect(await deliver(server.url, { body, id: 'ab-1' })).toEqual({ status: 202, text: 'Delivery ab-1 is stored.\n' })
    expect(await takeJobs()).toMatchObject([
      { id: 'd-ab-1', data: { event: 'deployment', delivery: 'ab-1', body: JSON.parse(body) } },
    ])
  })

  test('may come as a form: the signature is over the form, what is stored is the JSON in it', async () => {
    const json = '{"a":"1 + 1 & \u00fc%"}'
    const body = `payload=${encodeURIComponent(json).replaceAll('%20', '+')}`
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect(await deliver(server.url, { body, id: 'form', headers })).toMatchObject({ status: 202 })
    expect(await takeJobs()).toMatchObject([{ data: { body: JSON.parse(json) } }])
  })

  test('may come where Heaven listened', async () => {
    expect(await deliver(server.url, { path: '/events' })).toMatchObject({ status: 202 })
  })

  test('may be signed with any of the secrets, so that they can be changed one by one', async () => {
    const body = '{"n":1}'
    const signed = (key: string) => deliver(server.url, { body, headers: { 'X-Hub-Signature-256': sign(body, key) } })
    expect(await signed('the old secret')).toMatchObject({ status: 202 })
    expect(await signed('the secret of the webhook')).toMatchObject({ status: 202 })
    expect(await signed('the next secret')).toMatchObject({ status: 401 })
  })

  test('20 copies at once are one', async () => {
    const id = randomUUID()
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(server.url, { id })))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 202)).toHaveLength(1)
    expect(statuses.filter((status) => status === 200)).toHaveLength(19)
    expect(await takeJobs()).toHaveLength(1)
  })

  test('that comes again after it was filed is a duplicate still', async () => {
    const id = randomUUID()
    expect(await deliver(server.url, { id })).toMatchObject({ status: 202 })
    await takeJobs()
    expect(await deliver(server.url, { id })).toEqual({
      status: 200,
      text: `Delivery ${id} came before: nothing to do.\n`,
    })
    expect(await takeJobs()).toEqual([])
  })

  test.each(['deployment', 'deployment_status', 'push', 'repository', 'status', 'check_run', 'check_suite'])(
    'of the event %s is stored',
    async (event) => {
      expect(await deliver(server.url, { event })).toMatchObject({ status: 202 })
    },
  )

  test('leaves one line in the log that names it', async () => {
    const id = randomUUID()
    await deliver(server.url, { id })
    expect(server.lines.filter(({ delivery }) => delivery === id)).toMatchObject([{ msg: 'stored a delivery' }])
  })
})

describe('nothing is stored', () => {
  test.each<[string, Parameters<typeof deliver>[1], number]>([
    ['a ping', { event: 'ping' }, 200],
    ['an event that nothing here acts on', { event: 'star' }, 200],
    ['no signature', { headers: { 'X-Hub-Signature-256': undefined } }, 401],
    ['a signature of something else', { headers: { 'X-Hub-Signature-256': sign('{}') } }, 401],
    ['a signature with another secret', { headers: { 'X-Hub-Signature-256': sign('{"action":"created"}', 'x') } }, 401],
    ['a SHA-1 signature', { headers: { 'X-Hub-Signature-256': `sha1=${'a'.repeat(40)}` } }, 401],
    ['half a signature', { headers: { 'X-Hub-Signature-256': sign('{"action":"created"}').slice(0, 39) } }, 401],
    ['a ping that is not signed', { event: 'ping', headers: { 'X-Hub-Signature-256': 'sha256=' } }, 401],
    ['an empty body', { body: '' }, 400],
    ['half a JSON object', { body: '{"a":' }, 400],
    ['JSON that is no object', { body: '[1]' }, 400],
    ['null', { body: 'null' }, 400],
    ['bytes that are no text', { body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) }, 400],
    [
      'a form without a payload',
      { body: 'a=1', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
      400,
    ],
    [
      'JSON under the content type of a form',
      { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
      400,
    ],
    ['no event', { headers: { 'X-GitHub-Event': undefined } }, 400],
    ['no delivery id', { headers: { 'X-GitHub-Delivery': undefined } }, 400],
    ['a delivery id with a slash', { id: 'a/b' }, 400],
    ['a delivery id too long', { id: 'a'.repeat(101) }, 400],
  ])('for %s', async (_what, delivery, status) => {
    expect(await deliver(server.url, delivery)).toMatchObject({ status, text: expect.stringMatching(/\n$/) })
    expect(await engine().queues.events.liveIds()).toEqual(new Set())
  })

  test('an unsigned body is refused before it is looked at', async () => {
    const answer = await deliver(server.url, { body: '{"a":', headers: { 'X-Hub-Signature-256': undefined } })
    expect(answer).toMatchObject({ status: 401, text: expect.stringContaining('GITHUB_WEBHOOK_SECRET') })
  })

  test('the webhook route answers deliveries only', async () => {
    expect((await fetch(`${server.url}/webhooks/github`)).status).toBe(404)
  })
})

describe('a body that is too much', () => {
  const head = (length: string) =>
    `POST /webhooks/github HTTP/1.1\r\nHost: x\r\nX-Hub-Signature-256: ${sign('')}\r\nX-GitHub-Event: push\r\nX-GitHub-Delivery: big\r\n${length}\r\n\r\n`

  test('is refused by the length it claims, and the connection is closed', async () => {
    const answer = await raw(server.port, head('Content-Length: 26214401'), '{')
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(answer).toMatch(/connection: close/i)
  })

  test('is refused when it turns out to be, where it claimed nothing', async () => {
    const small = await start({ limits: { webhookBytes: 1000 } })
    const chunk = `1f4\r\n${'x'.repeat(500)}\r\n`
    expect(await raw(small.port, head('Transfer-Encoding: chunked'), chunk, chunk, chunk)).toMatch(/^HTTP\/1\.1 413 /)
  })

  test('of exactly 25 MB is taken', async () => {
    const body = `{"a":"${'x'.repeat(25 * 1024 * 1024 - 8)}"}`
    expect(await deliver(server.url, { body, event: 'ping' })).toMatchObject({ status: 200 })
    expect(await deliver(server.url, { body: `${body} `, event: 'ping' })).toMatchObject({ status: 413 })
  })

  test('that comes too slowly is given up', async () => {
    const impatient = await start({ limits: { bodyMs: 200 } })
    expect(await raw(impatient.port, head('Content-Length: 100'), '{"a":')).toMatch(/^HTTP\/1\.1 408 /)
  })

  test('whose head never ends is given up', async () => {
    const impatient = await start({ limits: { headersMs: 100 } })
    expect(await raw(impatient.port, 'POST /webhooks/github HTTP/1.1\r\nHost: x\r\nX-')).toMatch(/^HTTP\/1\.1 408 /)
  })
})

describe('when the engine is down', () => {
  const withAdd = (add: Engine['queues']['events']['add']): Engine => ({
    ...engine(),
    queues: { ...engine().queues, events: { ...engine().queues.events, add } },
  })

  test('and never answers, GitHub hears 503 in time', async () => {
    const stuck = await start({ engine: withAdd(() => new Promise(() => {})), limits: { engineMs: 100 } })
    expect(await deliver(stuck.url)).toEqual({
      status: 503,
      text: 'The delivery could not be stored: redeliver it later.\n',
    })
  })

  test('and says so, GitHub hears 503 and the log has why, but the sender does not', async () => {
    const broken = await start({
      engine: withAdd(() => Promise.reject(new Error('connect ECONNREFUSED redis.internal'))),
    })
    const answer = await deliver(broken.url, { id: 'lost' })
    expect(answer.status).toBe(503)
    expect(answer.text).not.toContain('redis.internal')
    expect(broken.lines).toContainEqual(expect.objectContaining({ delivery: 'lost', level: 50 }))
  })

  test('and answers too late, a redelivery is a duplicate and not a second one', async () => {
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    const late = await start({
      engine: withAdd(async (...job) => {
        const outcome = await engine().queues.events.add(...job)
        await released
        return outcome
      }),
      limits: { engineMs: 100 },
    })
    const id = randomUUID()
    expect(await deliver(late.url, { id })).toMatchObject({ status: 503 })
    release()
    expect(await deliver(late.url, { id })).toMatchObject({ status: 200 })
    expect(await takeJobs()).toHaveLength(1)
  })
})
