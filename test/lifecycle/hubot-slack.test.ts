import { afterEach, expect, test } from '@jest/globals'
import { openSlackWorld, type SlackWorld, us } from './slack-world.ts'
import { until } from './world.ts'

let here: SlackWorld
afterEach(() => here.close())

/** What was said in a channel, in order, with our own lines without the ids and times that differ from run to run. */
const transcript = (channel: string, thread?: string) =>
  here.slack
    .posted(channel, thread)
    .map(({ text }) => text.split('\n', 1)[0])
    .map((line) =>
      line
        ?.replace(/#\d+/g, '#N')
        .replace(/@\w{7}/, '@SHA')
        .replace(/ after .*?:/, ':'),
    )

test('through hubot-slack a deploy is told in lines of text, in the thread that asked, where words count alone', async () => {
  here = await openSlackWorld({ env: { HUBOT_ADAPTER: 'hubot-slack' } })
  const { slack, world } = here
  // Until it knows who it is, it loses what it hears.
  await until(() => slack.calls.find(({ method, status }) => method === 'auth.test' && status === 200))
  const root = await slack.says('shall we?', { as: 'UBOB', channel: 'C1' })
  const asked = await slack.says(`${us} deploy web to staging`, { as: 'UALICE', channel: 'C1', thread: root })
  await here.thread('C1', root, /is out/)
  await slack.resends(asked)
  await slack.says('retry', { as: 'UALICE', channel: 'C2', thread: root })
  await slack.says('retry that later please', { as: 'UALICE', channel: 'C1', thread: root })
  await slack.says('retry', { as: 'UALICE', channel: 'C1', thread: root })
  await until(() => (transcript('C1', root).filter((line) => line?.includes('is out')).length === 2 ? true : undefined))

  const told = [
    '#N: web/main@SHA to staging, waiting for a worker',
    '#N web/main@SHA to staging started',
    '#N web/main@SHA to staging is out: sh ended well',
  ]
  expect(transcript('C1', root)).toEqual([
    'asking GitHub to deploy web to staging',
    ...told,
    'asking GitHub to deploy web/main@SHA to staging',
    ...told,
  ])
  expect(transcript('C1')).toEqual([])
  expect(transcript('C2')).toEqual([])
  expect(world.web.deployments()).toHaveLength(2)
  expect(JSON.stringify(slack.posted('C1', root))).not.toContain('blocks":[{')
})
