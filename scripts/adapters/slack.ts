import type { Logger } from 'pino'
import { renderText } from '../../core/chat/render-text.ts'
import type { Store } from '../../core/engine/engine.ts'
import type { Pressed, Surface } from '../surface.ts'
import { openAccounts } from './slack/accounts.ts'
import { openConnection } from './slack/connection.ts'
import { openRooms } from './slack/rooms.ts'
import { SlackAdapter } from './slack/slack-adapter.ts'
import { slackBoard } from './slack/slack-board.ts'
import { openWeb } from './slack/web.ts'

export interface SlackOptions {
  readonly botToken: string
  readonly appToken: string
  /** With a slash at its end. */
  readonly apiUrl: string
  /** Names of channels are remembered in it. */
  readonly store: Store
  readonly log: Logger
}

/** Slack: Socket Mode in, the Web API out. */
export function createSlack({ botToken, appToken, apiUrl, store, log }: SlackOptions): Surface {
  const web = openWeb(botToken, apiUrl, log)
  const rooms = openRooms({ web, store, log })
  let team: string | undefined
  let adapter: SlackAdapter | undefined
  let pressed: (press: Pressed) => Promise<void> = async () => {}

  return {
    name: 'slack',
    adapter: {
      use(robot) {
        adapter = new SlackAdapter(robot, {
          web,
          rooms,
          accountOf: openAccounts({ web, team: () => team, log }),
          connect: (received) => openConnection({ appToken, apiUrl, received, log }),
          pressed: (press) => pressed(press),
          knowTeam: (known) => (team = known),
          log,
        })
        return adapter
      },
    },
    render: renderText,
    showsEverything: false,
    roomNames: (room) => adapter?.roomNames(room) ?? [],
    board: slackBoard({ web, rooms, log }),
    onPressed: (listener) => (pressed = listener),
  }
}
