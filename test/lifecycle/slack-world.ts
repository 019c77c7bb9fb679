import { openWorld, until, type World, type WorldOptions } from './world.ts'
import { self, type SlackMessage } from '../stand-ins/slack/state.ts'
import { type StandInSlack, startSlack } from '../stand-ins/slack/slack.ts'

export const tokens = { HUBOT_SLACK_BOT_TOKEN: 'xoxb-bot-of-the-tests', HUBOT_SLACK_APP_TOKEN: 'xapp-app-of-the-tests' }

/** Mentions us. */
export const us = `<@${self.user}>`

export interface SlackWorld {
  readonly world: World
  readonly slack: StandInSlack
  /** Resolves with the only message of ours in the channel, once it matches. */
  message(channel: string, pattern: RegExp, withinMs?: number): Promise<SlackMessage>
  /** Resolves with what stands in a thread once a line of it matches. */
  thread(channel: string, root: string, pattern: RegExp, withinMs?: number): Promise<SlackMessage[]>
  close(): Promise<void>
}

export interface SlackWorldOptions extends WorldOptions {
  /** Before anything connects. */
  readonly prepare?: (slack: StandInSlack) => void
}

/** A running Slipway in a Slack with the channels C1 #deploys and C2 #ops, and alice, bob and mallory in it. */
export async function openSlackWorld({ prepare, ...options }: SlackWorldOptions = {}): Promise<SlackWorld> {
  const slack = await startSlack()
  slack.channel('C1', 'deploys')
  slack.channel('C2', 'ops')
  slack.channel('D1', 'alice')
  slack.person('UALICE', 'alice')
  slack.person('UBOB', 'bob')
  slack.person('UMALLORY', 'mallory')
  prepare?.(slack)
  const world = await openWorld({
    ...options,
    env: { HUBOT_ADAPTER: 'slack', SLACK_API_URL: slack.url, ...tokens, ...options.env },
  })

  async function message(channel: string, pattern: RegExp, withinMs?: number): Promise<SlackMessage> {
    const seen = () => slack.posted(channel)
    return until(() => seen().find(({ text }) => pattern.test(text)), withinMs).catch(() => {
      throw new Error(`no message of ${channel} is ${pattern}, but:\n${texts(seen())}\n${world.logs().slice(-6_000)}`)
    })
  }

  async function thread(channel: string, root: string, pattern: RegExp, withinMs?: number): Promise<SlackMessage[]> {
    const seen = () => slack.posted(channel, root)
    return until(() => (seen().some(({ text }) => pattern.test(text)) ? seen() : undefined), withinMs).catch(() => {
      throw new Error(`no line below ${root} is ${pattern}, but:\n${texts(seen())}\n${world.logs().slice(-6_000)}`)
    })
  }

  return {
    world,
    slack,
    message,
    thread,
    async close() {
      await world.close()
      await slack.close()
    },
  }
}

const texts = (messages: readonly SlackMessage[]) => messages.map(({ text }) => `- ${text}`).join('\n')
