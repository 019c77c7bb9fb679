import { WebClient, type WebClientOptions } from '@slack/web-api'
import type { Logger } from 'pino'
import { slackLogger } from './logger.ts'

const timeoutMs = 10_000

/**
 * How both of Slack's clients are set up: at our address, without tries of their own. Theirs hold up every other call
 * after a 429, and repeat posts that may have arrived.
 */
export const webOptions = (apiUrl: string) =>
  ({
    slackApiUrl: apiUrl,
    allowAbsoluteUrls: false,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
  }) satisfies WebClientOptions

export const openWeb = (token: string, apiUrl: string, log: Logger) =>
  new WebClient(token, { ...webOptions(apiUrl), logger: slackLogger(log) })
