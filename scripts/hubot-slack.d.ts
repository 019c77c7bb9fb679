/** What we use of hubot-slack 3, which ships no types. Read from its source. */
declare module 'hubot-slack/src/Bot.mjs' {
  import type { WebClient } from '@slack/web-api'
  import { Adapter, type Robot } from 'hubot'

  export class SlackBot extends Adapter {
    constructor(
      robot: Robot,
      options: {
        readonly botToken: string
        readonly appToken: string
        readonly disableUserSync: boolean
        /** Handed to its own SocketModeClient. */
        readonly socketModeOptions: { readonly clientOptions: { readonly slackApiUrl: string } }
        readonly web: WebClient
      },
    )
  }
}
