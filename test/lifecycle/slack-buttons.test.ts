import { afterEach, expect, test } from '@jest/globals'
import { openSlackWorld, type SlackWorld, us } from './slack-world.ts'
import { until } from './world.ts'

let here: SlackWorld
afterEach(() => here.close())

test('Cancel stops a running deploy; pressed again, or by somebody without the right, it says so and does nothing', async () => {
  here = await openSlackWorld({ web: { deployers: ['alice', 'bob'] } })
  const { slack, world } = here
  await world.web.commit('main', { files: { seconds: '30' } })
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1' })
  const running = await here.message('C1', /is running/)
  const asItWas = { ...running }

  await slack.presses('slipway:cancel', asItWas, 'UMALLORY')
  await here.thread('C1', running.ts, /mallory is not among the deployers/)
  expect(world.states()).toEqual(['in_progress'])

  await slack.presses('slipway:cancel', asItWas, 'UBOB')
  await here.thread('C1', running.ts, /is told to stop/)
  await slack.presses('slipway:cancel', asItWas, 'UALICE')
  await here.thread('C1', running.ts, /bob has pressed it already/)
  await here.thread('C1', running.ts, /cancelled by bob/)
  await here.message('C1', /did not run to its end: cancelled by bob/)
  expect(world.states()).toEqual(['in_progress', 'error'])
  expect(slack.posted('C1')).toHaveLength(1)
})

test('Retry runs it again inside the thread, once; Show log shows its end there', async () => {
  here = await openSlackWorld()
  const { slack, world } = here
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1' })
  const first = { ...(await here.message('C1', /is out/)) }
  await slack.presses('slipway:logs', first, 'UBOB')
  await here.thread('C1', first.ts, /the end of the log[^]*deploying main to staging/)
  await slack.presses('slipway:retry', first, 'UBOB')
  await here.thread('C1', first.ts, /🟢/)
  await slack.presses('slipway:retry', first, 'UBOB')
  await here.thread('C1', first.ts, /bob has pressed it already/)
  expect(world.web.deployments()).toHaveLength(2)
  expect(slack.posted('C1')).toHaveLength(1)
})

test('a word alone in the thread of a deployment is a command; more words, and other threads, are nobody’s', async () => {
  here = await openSlackWorld()
  const { slack, world } = here
  const theirs = await slack.says('lunch?', { as: 'UALICE', channel: 'C1' })
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1' })
  const { ts } = await here.message('C1', /is out/)
  await slack.says('retry', { as: 'UALICE', channel: 'C1', thread: theirs })
  await slack.says('retry that later please', { as: 'UALICE', channel: 'C1', thread: ts })
  await slack.says('retry', { as: 'UALICE', channel: 'C1' })
  await slack.says(' Retry', { as: 'UALICE', channel: 'C1', thread: ts, event: { subtype: 'thread_broadcast' } })
  await here.thread('C1', ts, /🟢/)
  expect(world.web.deployments()).toHaveLength(2)
  expect(slack.posted('C1', theirs)).toEqual([])
  expect(slack.posted('C1')).toHaveLength(1)
})

test('a word means the deployment of its thread, not the latest of the room', async () => {
  here = await openSlackWorld()
  const { slack, world } = here
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1' })
  const { ts } = await here.message('C1', /to staging is out/)
  const first = world.latest()
  await slack.says(`${us} deploy web to production`, { as: 'UALICE', channel: 'C1' })
  await here.message('C1', /to production is out/)
  await slack.says('cancel', { as: 'UBOB', channel: 'C1', thread: ts })
  await here.thread('C1', ts, new RegExp(`#${first?.id} has ended: success`))
  await slack.says(`${us} retry`, { as: 'UBOB', channel: 'C1', thread: ts })
  await here.thread('C1', ts, /🟢/)
  expect(world.latest()).toMatchObject({ environment: 'staging' })
})

test.each(['button', 'word'])('after a refusal for checks, “deploy anyway” by %s passes them', async (how) => {
  here = await openSlackWorld()
  const { slack, world } = here
  await world.web.commit('fix', { files: { 'a.txt': 'a' } })
  await world.web.status('fix', 'ci/build', 'failure')
  await slack.says(`${us} deploy web/fix to staging`, { as: 'UALICE', channel: 'C1' })
  const refused = await here.message('C1', /not green: ci\/build/)
  if (how === 'button') await slack.presses('slipway:ok-deploy', refused, 'UALICE')
  else {
    await until(() => here.slack.posted('C1')[0])
    await slack.says('ok deploy', { as: 'UALICE', channel: 'C1', thread: refused.ts })
  }
  await here.thread('C1', refused.ts, /🟢/)
  expect(slack.posted('C1')).toHaveLength(1)
})

test('what waits for its checks is cancelled by its button', async () => {
  here = await openSlackWorld()
  const { slack, world } = here
  await world.web.commit('fix', { files: { 'a.txt': 'a' } })
  await world.web.status('fix', 'ci/build', 'pending')
  await slack.says(`${us} deploy web/fix to staging`, { as: 'UALICE', channel: 'C1' })
  const waits = await here.message('C1', /waits for its checks/)
  await slack.presses('slipway:cancel', waits, 'UALICE')
  await here.thread('C1', waits.ts, /cancelled by alice before it started/)
  await here.message('C1', /cancelled by alice before it started/)
  expect(slack.posted('C1')).toHaveLength(1)
  expect(world.latest()).toBeUndefined()
})

test('what waited and turned red says so in its message, and can be deployed anyway', async () => {
  here = await openSlackWorld()
  const { slack, world } = here
  const sha = await world.web.commit('fix', { files: { 'a.txt': 'a' } })
  await world.web.status('fix', 'ci/build', 'pending')
  await slack.says(`${us} deploy web/fix to staging`, { as: 'UALICE', channel: 'C1' })
  const { ts } = await here.message('C1', /waits for its checks/)
  await world.web.status('fix', 'ci/build', 'failure')
  const over = await here.message('C1', /waits no longer: ci\/build \(failure\) did not pass/)
  expect(over.ts).toBe(ts)
  await slack.presses('slipway:ok-deploy', over, 'UALICE')
  await here.thread('C1', ts, /🟢/)
  expect(world.latest()).toMatchObject({ sha })
})

test('Rollback brings back what was there before the deployment of its thread', async () => {
  here = await openSlackWorld()
  const { slack, world } = here
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1' })
  await here.message('C1', /is out/)
  const before = world.latest()
  await world.web.commit('main', { files: { 'b.txt': 'b' } })
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C2' })
  const { ts } = await here.message('C2', /is out[^]*before it: /)
  await slack.says('rollback', { as: 'UBOB', channel: 'C2', thread: ts })
  await here.thread('C2', ts, /🟢/)
  expect(world.latest()).toMatchObject({ task: 'rollback', sha: before?.sha })
})

test('ten thousand lines of error break no message', async () => {
  here = await openSlackWorld()
  const { slack, world } = here
  const says =
    'i=0; while [ $i -lt 10000 ]; do echo "error $i: <!channel> *it* `broke` & $(printf %0200d $i)"; i=$((i+1)); done'
  await world.web.commit('main', { files: { says, exit: '3' } })
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1' })
  const { ts } = await here.message('C1', /failed/, 60_000)
  await slack.says('logs', { as: 'UALICE', channel: 'C1', thread: ts })
  const lines = await here.thread('C1', ts, /the end of the log/)
  expect(slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(4)
  expect(JSON.stringify(lines)).not.toContain('<!channel>')
}, 90_000)
