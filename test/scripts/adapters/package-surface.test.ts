import { Adapter } from 'hubot'
import { describe, expect, test } from '@jest/globals'
import { ConfigError } from '../../../core/config/config-error.ts'
import { packageSurface } from '../../../scripts/adapters/package-surface.ts'
import { slackRoomNames } from '../../../scripts/slack-room-names.ts'
import { memoryRobot } from '../memory-chat.ts'

const problemOf = async (adapter: string) => {
  const error: unknown = await packageSurface(adapter).catch((thrown: unknown) => thrown)
  return error instanceof ConfigError ? error.message : error
}

test.each(['hubot-slack', 'slack'])('%s is the package hubot-slack, called slack', async (adapter) => {
  const surface = await packageSurface(adapter)
  expect(surface.name).toBe('slack')
  expect(surface.adapter.use).toBeInstanceOf(Function)
})

test('what would call everybody in a Slack channel is escaped', async () => {
  const { render } = await packageSurface('slack')
  expect(render({ title: '<!channel> a & b' })).toBe('&lt;!channel&gt; a &amp; b')
})

describe('a name that cannot be used is answered with what to do', () => {
  test.each([
    ['campfire', 'HUBOT_ADAPTER is campfire, which Slipway does not speak: set it to slack, shell or a package'],
    [
      'telepathy',
      'HUBOT_ADAPTER is telepathy, but there is no package hubot-telepathy or telepathy: ' +
        'install it with npm install, or set HUBOT_ADAPTER to slack or shell',
    ],
    [
      'hubot-telepathy',
      'HUBOT_ADAPTER is hubot-telepathy, but there is no package hubot-telepathy: ' +
        'install it with npm install, or set HUBOT_ADAPTER to slack or shell',
    ],
    ['zod', 'HUBOT_ADAPTER is zod, but the package zod is no Hubot adapter: name one that is'],
  ])('%s', async (adapter, problem) => {
    expect(await problemOf(adapter)).toBe(problem)
  })
})

test('a Slack channel is known by its name too, from what hubot-slack has looked up', async () => {
  const running = await memoryRobot(async () => undefined)
  const { robot } = running
  const adapter = Object.assign(new Adapter(robot), {
    client: { channelData: { C1: { channel: { id: 'C1', name: 'ops' }, updated: 1 }, C2: {} } },
  })
  expect(slackRoomNames(adapter, 'C1')).toEqual(['ops'])
  expect(slackRoomNames(adapter, 'C2')).toEqual([])
  expect(slackRoomNames(robot.adapter, 'C1')).toEqual([])
  running.close()
})
