import { beforeAll, describe, expect, test } from '@jest/globals'
import { logOf } from '../../../core/records/deployment.ts'
import { openRecords, sets } from '../../../core/records/records.ts'
import { deployment, get, servers, store } from '../harness.ts'

const { engine, start } = servers()
const hostile = '</pre><script>alert("x")</script>'

beforeAll(async () => {
  const records = openRecords(engine().store)
  const put = (...[id, more]: Parameters<typeof deployment>) =>
    store({ engine: engine(), records }, deployment(id, more))
  await put(1)
  await put(2, {
    state: 'in_progress',
    ref: hostile,
    who: { id: hostile, name: hostile, names: [] },
    reason: hostile,
    summary: hostile,
    hosts: [hostile],
    previousSha: '1'.padStart(40, '0'),
    run: 'token-of-the-run',
    progress: { phase: hostile, url: 'javascript:alert(1)', at: 1 },
    url: 'https://web.example',
    rollback: { of: 1, previous: { handle: { arn: 'inner-life' } } },
    place: { adapter: 'slack', room: 'C-SECRET-ROOM', roomNames: [] },
    checkpoint: { arn: 'inner-life' },
    steps: [{ state: 'queued', description: hostile, at: 1, github: 'posted', told: true }],
  })
  await engine().store.sorted.add(sets.lane('web/production'), deployment(2).key, 2)
  await engine().store.logs.append(logOf(deployment(2).key), 0, `one\n${hostile}\n`)
  await records.targets.create('web/production', { newestStarted: 2, live: { sha: deployment(1).sha, deployment: 1 } })
})

/** Tags of the page that could do something. */
const scripts = (page: string) => page.match(/<script[^>]*>/g) ?? []

describe('the first page', () => {
  test('shows each target with what is live and what runs, and the last deployments', async () => {
    const { url } = await start()
    const { status, text } = await get(url)
    expect(status).toBe(200)
    expect(text).toMatch(
      /<td>web<\/td>\s*<td>production<\/td>\s*<td>main <code title="0{39}1">0000000<\/code> <a href="\/deployments\/1">#1<\/a><\/td>/,
    )
    expect(text).toMatch(/<td>api<\/td>\s*<td>staging<\/td>\s*<td><span class="soft">nothing yet<\/span><\/td>/)
    expect(text).toContain('<a href="/deployments/2">#2</a>')
  })

  test('runs no script, whatever a branch is called', async () => {
    const { url } = await start()
    expect(scripts((await get(url)).text)).toEqual([])
  })
})

describe('the page of a deployment', () => {
  test('shows its facts, statuses and log, and nothing of it is markup', async () => {
    const { url } = await start()
    const { text, headers } = await get(`${url}/deployments/2`)
    const nonce = /script-src 'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1]
    expect(text).toContain('&lt;/pre&gt;&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;')
    expect(text).not.toContain(hostile)
    expect(text).toContain('<a href="https://web.example" rel="noreferrer">')
    expect(text).not.toContain('href="javascript:')
    expect(text).toContain('<dt>Takes back</dt><dd><a href="/deployments/1">#1</a></dd>')
    expect(scripts(text)).toEqual([`<script nonce="${nonce}">`])
    expect(text).not.toMatch(/C-SECRET-ROOM|token-of-the-run|inner-life/)
  })

  test('follows the log from where the page ends', async () => {
    const { url } = await start()
    const { text } = await get(`${url}/deployments/2`)
    const follow = /data-follow="([^"]+)"/.exec(text)?.[1]
    expect(follow).toBe(`/api/deployments/2/log?follow=1&amp;from=${Buffer.byteLength(`one\n${hostile}\n`)}`)
  })

  test('of one that has ended runs no script', async () => {
    const { url } = await start()
    const { text } = await get(`${url}/deployments/1`)
    expect(text).toContain('web to production')
    expect(scripts(text)).toEqual([])
  })

  test('shows only the end of a long log, beginning with a whole line', async () => {
    const { url, records } = await start()
    await store({ engine: engine(), records }, deployment(3))
    const lines = Array.from({ length: 40_000 }, (_, at) => `line ${at} \u00e9\n`)
    await engine().store.logs.append(logOf(deployment(3).key), 0, lines.join(''))
    const { text } = await get(`${url}/deployments/3`)
    expect(text).toContain('<a href="/api/deployments/3/log">')
    expect(text).toMatch(/<pre [^>]*>line \d+ \u00e9\n/)
    expect(text).toContain('line 39999 \u00e9')
    expect(text).not.toContain('line 1 \u00e9')
    expect(text.length).toBeLessThan(300_000)
  })

  test.each(['/deployments/999', '/deployments/%3Cscript%3E', '/deployments/1e3'])('%s is not here', async (path) => {
    const { url } = await start()
    const { status, text } = await get(url + path)
    expect(status).toBe(404)
    expect(text).toContain('There is no deployment')
    expect(scripts(text)).toEqual([])
  })
})

test.each(['/', '/deployments/2', '/deployments/999'])(
  '%s may talk to nobody else and stand in no frame',
  async (path) => {
    const { url } = await start()
    const { headers } = await get(url + path)
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'none'.*form-action 'none'.*frame-ancestors 'none'/,
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('no-store')
  },
)

test('no two answers share a nonce', async () => {
  const { url } = await start()
  const [one, two] = await Promise.all([get(url), get(url)])
  expect(one.headers.get('content-security-policy')).not.toBe(two.headers.get('content-security-policy'))
})
