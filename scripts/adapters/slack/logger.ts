import type { Logger as SlackLogger } from '@slack/web-api'
import type { Logger } from 'pino'

/** Slack's clients write to our log. Their debug lines hold whole messages and stay out of it. */
export function slackLogger(log: Logger): SlackLogger {
  const level = 'warn' as Parameters<SlackLogger['setLevel']>[0]
  const say = (write: (text: string) => void) => (parts: unknown[]) => write(parts.map(String).join(' '))
  const warn = say((text) => log.warn(text))
  return {
    debug() {},
    info() {},
    warn: (...parts: unknown[]) => warn(parts),
    error: (...parts: unknown[]) => warn(parts),
    setLevel() {},
    getLevel: () => level,
    setName() {},
  }
}
