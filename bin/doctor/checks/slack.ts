import { z } from 'zod'
import { reach } from '../reach.ts'
import { broken, type Check, type Finding, ok, warning } from '../check.ts'

const needed = ['app_mentions:read', 'channels:history', 'chat:write', 'im:history', 'users:read']
const said = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  user: z.string().optional(),
  team: z.string().optional(),
})

interface Token {
  readonly name: 'HUBOT_SLACK_BOT_TOKEN' | 'HUBOT_SLACK_APP_TOKEN'
  readonly value: string
  readonly begins: string
  readonly method: string
  readonly where: string
}

const botKind = {
  name: 'HUBOT_SLACK_BOT_TOKEN',
  begins: 'xoxb-',
  method: 'auth.test',
  where: 'copy the bot token from OAuth & Permissions, at api.slack.com/apps',
} as const

const appKind = {
  name: 'HUBOT_SLACK_APP_TOKEN',
  begins: 'xapp-',
  method: 'apps.connections.open',
  where: 'turn Socket Mode on, and make a token with connections:write under Basic Information, at api.slack.com/apps',
} as const

/** Whether Slack takes both tokens, and lets the app do what it has to. */
export const slack: Check = async ({ config }) => {
  const { botToken, appToken, apiUrl } = config.chat.slack
  const bot: Token[] = botToken === undefined ? [] : [{ ...botKind, value: botToken }]
  const app: Token[] = appToken === undefined ? [] : [{ ...appKind, value: appToken }]
  const found = await Promise.all([...bot, ...app].map((token) => tried(token, apiUrl)))
  return found.flat()
}

async function tried({ name, value, begins, method, where }: Token, apiUrl: string): Promise<Finding[]> {
  if (!value.startsWith(begins))
    return [broken(name, `does not begin with ${begins}, so it is another kind of token`, where)]
  const headers = { authorization: `Bearer ${value}`, 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await reach(`${apiUrl}${method}`, { method: 'POST', headers })
  if (answer.kind === 'silence')
    return [broken('SLACK_API_URL', `${apiUrl}: ${answer.why}`, 'look at the network, and at SLACK_API_URL')]
  const told = said.safeParse(jsonOf(answer.text)).data
  if (!told)
    return [broken('SLACK_API_URL', `${apiUrl} does not answer like Slack (${answer.status})`, 'look at SLACK_API_URL')]
  if (!told.ok) return [broken(name, `Slack refuses it: ${told.error ?? 'no reason given'}`, where)]
  const who =
    told.user === undefined
      ? 'Slack takes it'
      : `Slack knows it as ${told.user}${told.team === undefined ? '' : ` of ${told.team}`}`
  return [ok(name, who), ...missingScopes(name, answer.headers.get('x-oauth-scopes'))]
}

function missingScopes(name: string, header: string | null): Finding[] {
  if (header === null || name !== 'HUBOT_SLACK_BOT_TOKEN') return []
  const has = new Set(header.split(',').map((scope) => scope.trim()))
  const missing = needed.filter((scope) => !has.has(scope))
  if (missing.length === 0) return []
  const next = 'add them under OAuth & Permissions and install the app anew; docs/slack.md has a manifest'
  const say = missing.includes('chat:write') ? broken : warning
  return [say(name, `lacks the scopes ${missing.join(', ')}`, next)]
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // a page of something that is not Slack
  }
}
