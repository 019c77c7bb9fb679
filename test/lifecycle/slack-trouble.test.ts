import { afterEach, expect, test } from '@jest/globals'
import { openSlackWorld, type SlackWorld, us } from './slack-world.ts'
import { until } from './world.ts'

let here: SlackWorld
afterEach(() => here.close())

const firstLines = (messages: readonly { readonly text: string }[]) =>
  messages.map(({ text }) => text.split('\n')[0]?.replace(/^#\d+ \S+ to \w+ /, ''))

const told = ['started', expect.stringMatching(/^is out/)]

test('a Slack that takes no edits and drops the socket slows no deploy down, and shows its end afterwards', async () => {
  here = await openSlackWorld()
  const { slack, world } = here
  const liftLimit = slack.fault('chat.update', { status: 429, retryAfter: 1 })
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1' })
  slack.dropSockets()
  await until(() => world.states().includes('success') || undefined)
  await until(() => slack.calls.filter(({ method, status }) => method === 'chat.update' && status === 429)[1])
  liftLimit()
  const lift = slack.fault('chat.update', { status: 500 }, 2)
  slack.dropSockets()

  const { ts } = await here.message('C1', /is out/, 25_000)
  lift()
  await here.thread('C1', ts, /is out/)
  expect(firstLines(slack.posted('C1', ts))).toEqual(told)
  const limited = slack.calls.filter(({ method }) => method === 'chat.update')
  const [first, second] = limited
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(950)
})

test('a Slack that is away for the whole deploy has all of it afterwards, each line once and in order', async () => {
  here = await openSlackWorld()
  const { slack, world } = here
  await world.web.commit('main', { files: { seconds: '1' } })
  const said = slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1' })
  await said
  const back = slack.away()
  await until(() => world.states().includes('success') || undefined)
  back()
  const { ts } = await here.message('C1', /is out/, 30_000)
  await here.thread('C1', ts, /is out/)
  expect(slack.posted('C1')).toHaveLength(1)
  expect(firstLines(slack.posted('C1', ts))).toEqual(told)
})

test('a post whose answer is lost is looked for, and not posted twice', async () => {
  here = await openSlackWorld()
  const { slack } = here
  slack.fault('chat.postMessage', { cut: 'after' }, 1)
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1' })
  const { ts } = await here.message('C1', /is out/)
  await here.thread('C1', ts, /is out/)
  slack.fault('chat.postMessage', { cut: 'after' }, 2)
  await slack.says(`${us} deploy web to production`, { as: 'UALICE', channel: 'C2' })
  const other = await here.message('C2', /is out/)
  await here.thread('C2', other.ts, /is out/)
  expect(slack.posted('C1')).toHaveLength(1)
  expect(slack.posted('C2')).toHaveLength(1)
  expect(firstLines(slack.posted('C2', other.ts))).toEqual(told)
})

test('what Slack sends again is done once', async () => {
  here = await openSlackWorld()
  const { slack, world } = here
  const ts = await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1' })
  await slack.resends(ts)
  await here.message('C1', /is out/)
  await world.restart()
  await slack.resends(ts)
  await slack.says(`${us} apps`, { as: 'UALICE', channel: 'C2' })
  await here.message('C2', /one app/)
  expect(world.web.deployments()).toHaveLength(1)
  expect(slack.posted('C1')).toHaveLength(1)
})

test('the first message after a slow auth.test, and one sent while the socket was down, are answered once', async () => {
  here = await openSlackWorld({ prepare: (slack) => slack.slow('auth.test', 400) })
  const { slack } = here
  await slack.says(`${us} apps`, { as: 'UALICE', channel: 'C1' })
  await here.message('C1', /one app/)
  slack.dropSockets()
  await slack.says(`${us} apps`, { as: 'UBOB', channel: 'C2' })
  await here.message('C2', /one app/)
  const order = slack.calls.map(({ method }) => method)
  expect(order.indexOf('auth.test')).toBeLessThan(order.indexOf('apps.connections.open'))
  expect(slack.posted('C1')).toHaveLength(1)
  expect(slack.posted('C2')).toHaveLength(1)
})

test('a channel that is slow to take posts does not hold up another', async () => {
  here = await openSlackWorld()
  const { slack } = here
  slack.fault('chat.postMessage', { status: 429, retryAfter: 3 }, 1)
  await slack.says(`${us} apps`, { as: 'UALICE', channel: 'C1' })
  await until(() => slack.calls.find(({ status }) => status === 429))
  await slack.says(`${us} apps`, { as: 'UBOB', channel: 'C2' })
  await here.message('C2', /one app/)
  expect(slack.posted('C1')).toEqual([])
  await here.message('C1', /one app/)
})

test('a room that Slack does not know costs nothing but its messages', async () => {
  here = await openSlackWorld({ web: { room: 'nowhere' } })
  const { slack, world } = here
  await fetch(`${world.slipway.url}/api/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'deploy web to staging' }),
  })
  await until(() => world.states().includes('success') || undefined)
  await until(() => world.logs().includes('chat refused a message') || undefined)
  const tries = slack.calls.filter(({ method }) => method === 'chat.postMessage').length
  await slack.says(`${us} apps`, { as: 'UALICE', channel: 'C1' })
  await here.message('C1', /one app/)
  expect(tries).toBe(1)
})

test('a Slack that is away at the start is waited for, and everything else starts', async () => {
  let back = () => {}
  here = await openSlackWorld({ prepare: (slack) => (back = slack.away()) })
  const { slack } = here
  back()
  await slack.says(`${us} apps`, { as: 'UALICE', channel: 'C1' })
  await here.message('C1', /one app/)
})

test('what cannot be read is left alone', async () => {
  here = await openSlackWorld()
  const { slack, world } = here
  slack.garbles('{"type":"events_api","envelope_id":"1"}')
  slack.garbles('{"type":"events_api","envelope_id":"2","payload":{"event":{"type":"message"}}}')
  slack.garbles('{"type":"interactive","envelope_id":"3","payload":{"type":"block_actions"}}')
  slack.garbles('not JSON')
  await slack.says(`${us} apps`, { as: 'UALICE', channel: 'C1' })
  await here.message('C1', /one app/)
  expect(world.logs()).toContain('cannot be read')
})
