import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { pino } from 'pino'
import type { Engine } from '../../../core/engine/engine.ts'
import { openEngine } from '../../../core/engine/open.ts'
import { createSlack } from '../../../scripts/adapters/slack.ts'
import { startRobot } from '../../../scripts/robot.ts'
import { type StandInSlack, startSlack } from '../../stand-ins/slack/slack.ts'

let slack: StandInSlack
let engine: Engine
let dataDir: string
const log = pino({ level: 'silent' })

beforeAll(async () => {
  slack = await startSlack()
  dataDir = await mkdtemp(join(tmpdir(), 'slipway-slack-'))
  engine = await openEngine({ dataDir })
}, 30_000)
afterAll(async () => {
  await slack.close()
  await engine.close()
  await rm(dataDir, { recursive: true })
})

const good = { botToken: 'xoxb-good', appToken: 'xapp-good' }
const start = (tokens: Partial<typeof good>) =>
  startRobot({
    name: 'slip',
    surface: createSlack({ ...good, ...tokens, apiUrl: `${slack.url}/`, store: engine.store, log }),
    perform: async () => undefined,
    redact: (text) => text,
    log,
  })

test.each([
  ['HUBOT_SLACK_BOT_TOKEN', { botToken: 'xoxp-of-a-person' }],
  ['HUBOT_SLACK_APP_TOKEN', { appToken: 'xoxb-good' }],
])('a %s that Slack refuses stops the start with what to do', async (name, tokens) => {
  await expect(start(tokens)).rejects.toThrow(`${name} is refused by Slack (invalid_auth): set it to`)
})
