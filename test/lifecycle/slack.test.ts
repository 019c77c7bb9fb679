import { afterEach, expect, test } from '@jest/globals'
import { openSlackWorld, type SlackWorld, us } from './slack-world.ts'

let here: SlackWorld
afterEach(() => here.close())

test('a deploy is one message in its channel, edited in place to its final state, with its lines below it', async () => {
  here = await openSlackWorld()
  const { slack, world } = here
  await world.web.commit('fix', { files: { 'a.txt': 'a' } })
  const asked = performance.now()
  await slack.says(`${us} deploy web/fix to staging because the login is broken`, { as: 'UALICE', channel: 'C1' })
  await here.message('C1', /asking GitHub to deploy web\/fix to staging|web\/fix@/)
  const first = slack.calls.find(({ method }) => method === 'chat.postMessage')
  expect((first?.at ?? Infinity) - asked).toBeLessThan(1_000)

  const { ts, text, blocks } = await here.message('C1', /is out/)
  const made = world.latest()
  const lines = await here.thread('C1', ts, /is out/)
  expect(lines.map((line) => line.text.split('\n')[0]?.replace(/^#\d+ \S+ to staging /, ''))).toEqual([
    'started',
    expect.stringMatching(/^is out/),
  ])
  expect(text).toContain(`state: success`)
  expect(text).toContain('asked for by alice because the login is broken')
  expect(text).toContain(`${world.github.url}/acme/web/commit/${made?.sha}`)
  expect(text).toContain(`${world.slipway.url}/deployments/${made?.id}`)
  expect(JSON.stringify(blocks)).toContain('slipway:retry')
  expect(slack.posted('C1')).toHaveLength(1)
})
