import type { Logger } from 'pino'
import { SlackBot } from 'hubot-slack/src/Bot.mjs'
import { escapeSlack } from '../../core/chat/escape-slack.ts'
import { renderText } from '../../core/chat/render-text.ts'
import type { Surface } from '../surface.ts'
import { slackLogger } from './slack/logger.ts'
import { webOptions } from './slack/web.ts'
import { WebClient } from '@slack/web-api'

export interface HubotSlackOptions {
  readonly botToken: string
  readonly appToken: string
  /** With a slash at its end. */
  readonly apiUrl: string
  readonly log: Logger
}

/**
 * The package hubot-slack, in text. By itself it reads the tokens from the environment and its web client always goes
 * to slack.com; the client it is given here goes where SLACK_API_URL says. Throws nothing: what is wrong with a token it
 * writes to its log.
 */
export const hubotSlack = ({ botToken, appToken, apiUrl, log }: HubotSlackOptions): Surface => ({
  name: 'slack',
  adapter: {
    use: (robot) =>
      new SlackBot(robot, {
        botToken,
        appToken,
        disableUserSync: true,
        socketModeOptions: { clientOptions: { slackApiUrl: apiUrl } },
        web: new WebClient(botToken, {
          ...webOptions(apiUrl),
          // It tells nobody of a post that failed, so its client has to try again.
          retryConfig: { retries: 5 },
          rejectRateLimitedCalls: false,
          maxRequestConcurrency: 1,
          logger: slackLogger(log),
        }),
      }),
  },
  render: (message) => escapeSlack(renderText(message)),
  showsEverything: false,
})
