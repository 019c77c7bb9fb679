import { afterEach, expect, test } from '@jest/globals'
import { oauthClient } from '../../sandbox/github/oauth.ts'
import { openSlackWorld, type SlackWorld, us } from './slack-world.ts'
import { until } from './world.ts'

const env = { GITHUB_CLIENT_ID: oauthClient.id, SLIPWAY_KEY: 'c0ffee'.padEnd(64, '0') }

let here: SlackWorld
afterEach(() => here.close())

test('whoever links GitHub in a channel gets the code alone, and then deploys in their own name', async () => {
  here = await openSlackWorld({ env, prepare: (slack) => void slack.channel('UALICE', 'alice') })
  const { slack, world } = here
  world.github.account('octocat')
  world.github.oauth.settings.interval = 0.05

  await slack.says(`${us} link github`, { as: 'UALICE', channel: 'C1' })
  await here.message('C1', /I have sent you the code in a direct message/)
  const { text } = await here.message('UALICE', /enter \w+-\w+ at http/)
  const code = /enter (\w+-\w+) at/.exec(text)?.[1] ?? 'none'
  expect(JSON.stringify(slack.posted('C1'))).not.toContain(code)
  world.github.oauth.approve(code, 'octocat')
  await here.message('UALICE', /you are octocat on GitHub/)

  await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C2' })
  await until(() => world.states().includes('success') || undefined)
  expect(world.latest()).toMatchObject({ creator: 'octocat' })
  await slack.says(`${us} deploy web to production`, { as: 'UBOB', channel: 'C1' })
  await until(() => world.web.deployments().length === 2 || undefined)
  expect(world.latest()).toMatchObject({ creator: 'slip' })
}, 60_000)
