import { afterEach, expect, test } from '@jest/globals'
import { openSlackWorld, type SlackWorld, us } from './slack-world.ts'
import { until } from './world.ts'

let here: SlackWorld
afterEach(() => here.close())

const firstLines = (messages: readonly { readonly text: string }[]) =>
  messages.map(({ text }) => text.split('\n')[0]?.replace(/^#\d+ \S+ to \w+ /, ''))

test('a deploy is one message in its channel, edited in place to its final state, with its lines below it', async () => {
  here = await openSlackWorld()
  const { slack, world } = here
  await world.web.commit('fix', { files: { 'a.txt': 'a' } })
  await slack.says(`${us} deploy web/fix to staging because the login is broken`, { as: 'UALICE', channel: 'C1' })

  const { ts, text, blocks } = await here.message('C1', /is out/)
  const made = world.latest()
  expect(firstLines(await here.thread('C1', ts, /is out/))).toEqual(['started', expect.stringMatching(/^is out/)])
  expect(text).toContain('state: success')
  expect(text).toContain('asked for by alice because the login is broken')
  expect(text).toContain(`${world.github.url}/acme/web/commit/${made?.sha}`)
  expect(text).toContain(`${world.slipway.url}/deployments/${made?.id}`)
  expect(JSON.stringify(blocks)).toContain('slipway:retry')
  expect(slack.posted('C1')).toHaveLength(1)
  expect(slack.unacknowledged()).toBe(0)
})

test('it says what it replaces and what ships, with one read of GitHub after it began', async () => {
  here = await openSlackWorld()
  const { slack, world } = here
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1' })
  await here.message('C1', /is out/)
  const before = world.latest()?.sha ?? ''
  await world.web.commit('main', { message: 'Mend the login (#12)', files: { 'b.txt': 'b\n' } })
  const sha = await world.web.commit('main', { message: '<!channel> *x* & <http://evil|y>', files: { seconds: '2' } })
  world.github.clearRequests()
  await slack.says(`${us} deploy web to staging`, { as: 'UBOB', channel: 'C2' })

  const running = await here.message('C2', /is running[^]*ships 2 commits/)
  expect(running.text).toContain(`Show diff (${world.github.url}/acme/web/compare/${before}...${sha})`)
  expect(running.text).toContain(`#12 (${world.github.url}/acme/web/pull/12)`)
  await here.message('C2', /is out/)
  const said = JSON.stringify([slack.posted('C2'), slack.posted('C2', running.ts)])
  expect(said).not.toMatch(/<!channel|<http:\/\/evil|\*x\*/)
  expect(said).toContain('&lt;!channel&gt; ∗x∗ &amp; &lt;http://evil|y&gt;')
  const asked = world.github.requests().map(({ method, path }) => `${method} ${path.replace(/\d+/, 'N')}`)
  expect(asked).toEqual([
    'POST /repos/acme/web/deployments',
    'POST /repos/acme/web/deployments/N/statuses',
    'POST /graphql',
    'POST /repos/acme/web/deployments/N/statuses',
  ])
})

test('two people in two channels at once do not hear of each other, and who asks in a thread is answered in it', async () => {
  here = await openSlackWorld()
  const { slack } = here
  const root = await slack.says('shall we?', { as: 'UBOB', channel: 'C2' })
  await Promise.all([
    slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1' }),
    slack.says(`${us} deploy web to production`, { as: 'UBOB', channel: 'C2', thread: root }),
  ])
  const alices = await here.message('C1', /to staging is out/)
  const bobs = await here.thread('C2', root, /🟢 .* to production is out/)
  await slack.says(`${us} apps`, { as: 'UBOB', channel: 'C2', thread: root })
  await here.thread('C2', root, /one app/)
  expect(slack.posted('C1')).toHaveLength(1)
  expect(slack.posted('C2')).toEqual([])
  expect(JSON.stringify(slack.posted('C1', alices.ts))).not.toContain('production')
  expect(JSON.stringify(bobs)).not.toContain('staging')
})

test('in a direct message our name need not be said, and nobody else is answered', async () => {
  here = await openSlackWorld()
  const { slack } = here
  await slack.says('deploy web to staging', { as: 'UALICE', channel: 'C1' })
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1', event: { edited: { ts: '1.0' } } })
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1', event: { bot_id: 'B2' } })
  await slack.says(`${us} deploy web to staging`, {
    as: 'UALICE',
    channel: 'C1',
    event: { subtype: 'message_changed' },
  })
  await slack.says('apps', { as: 'UALICE', channel: 'D1' })
  await here.message('D1', /one app/)
  expect(slack.posted('C1')).toEqual([])
})

test('a deployment made elsewhere has its thread in the room of the app, by name, also after a rename', async () => {
  here = await openSlackWorld({ web: { room: '#deploys' } })
  const { slack, world } = here
  const deploy = (to: string) =>
    fetch(`${world.slipway.url}/api/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: `deploy web to ${to}` }),
    })
  await deploy('staging')
  const { ts } = await here.message('C1', /to staging is out/)
  await here.thread('C1', ts, /is out/)
  const [channel] = [slack.channel('C1', 'releases')]
  await slack.sends({ type: 'channel_rename', channel: { id: 'C1', name: 'releases', created: 1 } })
  await deploy('production')
  await here.message('C1', /to production is out/)
  expect(channel.messages).toHaveLength(3)
})

test('allowed_rooms takes names and ids, and a renamed channel is still the same', async () => {
  here = await openSlackWorld({ web: { allowed_rooms: ['deploys'] } })
  const { slack } = here
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C2' })
  await here.message('C2', /not allowed/)
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1' })
  await here.message('C1', /is out/)
  slack.channel('C1', 'releases')
  await slack.sends({ type: 'channel_rename', channel: { id: 'C1', name: 'releases', created: 1 } })
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1' })
  await here.message('C1', /is out/)
})

test('rights are those of the account, and of nobody where Slack does not tell it', async () => {
  here = await openSlackWorld({
    web: { deployers: ['alice'] },
    prepare: (slack) => {
      slack.person('USTRANGER', 'alice', { team_id: 'TOTHER' })
    },
  })
  const { slack } = here
  const lift = slack.fault('users.info', { error: 'internal_error' })
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C2' })
  await here.message('C2', /UALICE is not among the deployers/)
  lift()
  await slack.says(`${us} deploy web to production`, { as: 'USTRANGER', channel: 'C2' })
  await here.message('C2', /USTRANGER is not among the deployers/)
  expect(here.world.latest()).toBeUndefined()
})

test('what a restart finds unshown is shown, in the message that was there', async () => {
  here = await openSlackWorld()
  const { slack, world } = here
  await world.web.commit('main', { files: { seconds: '2' } })
  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1' })
  const { ts } = await here.message('C1', /is running/)
  const lift = slack.fault('chat.update', { status: 500 })
  await until(() => world.states().includes('success') || undefined)
  await here.thread('C1', ts, /is out/)
  const restarted = world.restart()
  lift()
  await restarted
  await here.message('C1', /is out/, 30_000)
  expect(slack.posted('C1')).toHaveLength(1)
  expect(firstLines(slack.posted('C1', ts))).toEqual(['started', expect.stringMatching(/^is out/)])
})
