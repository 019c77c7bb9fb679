import { clipRendered } from './clip-rendered.ts'
import { alignedColumns } from './columns.ts'
import { escapeSlack, literalSlack, literalSlackText, slackUrl } from './escape-slack.ts'
import type { Button, Message, Piece } from './message.ts'
import { onItsLine, oneLine } from './one-line.ts'
import { renderText } from './render-text.ts'

export type PlainText = { readonly type: 'plain_text'; readonly text: string; readonly emoji: false }
export type Mrkdwn = { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: true }

type PressMe = {
  readonly type: 'button'
  readonly action_id: string
  readonly text: PlainText
  readonly value: string
  readonly style?: 'primary' | 'danger'
}

/** The blocks of Slack's Block Kit that we use. */
export type Block =
  | { readonly type: 'section'; readonly text: PlainText | Mrkdwn }
  | { readonly type: 'context'; readonly elements: readonly (PlainText | Mrkdwn)[] }
  | { readonly type: 'actions'; readonly elements: readonly PressMe[] }

/** What chat.postMessage and chat.update are given: both always, for an update without blocks would drop them. */
export interface Rendered {
  readonly text: string
  readonly blocks: readonly Block[]
}

// Slack's limits in characters: "Block Kit reference" (section text, button label and value) and chat.postMessage (text).
const mostInSection = 3_000
const mostInText = 4_000
const mostInLabel = 75
const mostInValue = 2_000
/** Of lines we send this many sections at most: far below Slack's 50 blocks, and more than anybody reads in a channel. */
const mostSections = 6
const mostLines = 500

/** A message for Slack, as blocks and as the text that notifications show. Nothing in it can become markup. */
export function renderBlocks(message: Message): Rendered {
  const { title, details = [], lines = [], table, link, actions = [] } = message
  // Half a command is another command: a button that cannot hold its own is not there.
  const buttons = (message.buttons ?? []).filter(({ says }) => says.length <= mostInValue)
  const blocks: Block[] = [
    plainSection(title),
    ...(details.length > 0 ? [detailSection(details)] : []),
    ...lineSections(lines, link),
    ...(table ? [tableSection(table)] : []),
    ...(link ? [context(linked({ text: link.label, url: link.url }))] : []),
    ...(actions.length > 0 && buttons.length === 0
      ? [context(literalSlack(`you can say: ${actions.map(oneLine).join(', ')}`))]
      : []),
    ...(buttons.length > 0 ? [{ type: 'actions', elements: buttons.map(pressMe) } as const] : []),
  ]
  return { text: clipRendered(renderText(beginningOf(message)), mostInText, literalSlackText), blocks }
}

/** As much of it as can ever be shown: a log of megabytes is not laid out only to be cut. */
const beginningOf = (message: Message): Message => ({
  ...message,
  ...(message.lines && { lines: message.lines.slice(0, mostLines) }),
  ...(message.table && { table: { ...message.table, rows: message.table.rows.slice(0, mostLines) } }),
})

const plainText = (text: string, most: number): PlainText => ({
  type: 'plain_text',
  text: clipRendered(text, most, escapeSlack),
  emoji: false,
})

const mrkdwn = (text: string): Mrkdwn => ({ type: 'mrkdwn', text, verbatim: true })

const plainSection = (text: string): Block => ({
  type: 'section',
  // Slack refuses a text without a character.
  text: plainText(oneLine(text) || '(nothing)', mostInSection),
})

const context = (text: string): Block => ({ type: 'context', elements: [mrkdwn(text)] })

/** Lines that no longer fit are left out whole: half a link would be text of ours that says something else. */
function detailSection(details: readonly (readonly Piece[])[]): Block {
  let text = ''
  for (const pieces of details) {
    const line = pieces.map((piece) => (typeof piece === 'string' ? literalOf(piece) : linked(piece))).join('')
    if (text.length + line.length + 1 > mostInSection) break
    text += (text === '' ? '' : '\n') + line
  }
  return { type: 'section', text: mrkdwn(text) }
}

const mostInPiece = 600

const literalOf = (text: string) => clipRendered(onItsLine(text), mostInPiece, literalSlack)

/** Only an address of the web becomes a link. */
function linked({ text, url }: { readonly text: string; readonly url: string }): string {
  const label = clipRendered(oneLine(text).replaceAll('|', '¦'), mostInPiece, literalSlack)
  return /^https?:\/\//.test(url) ? `<${slackUrl(oneLine(url))}|${label}>` : label
}

/** As many lines as fit; a last one says how many do not, and where all of them are. */
function lineSections(lines: readonly string[], link: Message['link']): Block[] {
  const sections: string[] = []
  let told = 0
  for (const line of lines.map(oneLine)) {
    const last = sections.at(-1)
    const joined = last === undefined ? line : `${last}\n${line}`
    if (last !== undefined && escapeSlack(joined).length <= mostInSection) sections[sections.length - 1] = joined
    else if (sections.length === mostSections) break
    else sections.push(line)
    told += 1
  }
  const left = lines.length - told
  const more = left === 0 ? [] : [`… and ${left} more${link === undefined ? '' : '; the link has all of them'}`]
  return [...sections.filter((text) => text.trim() !== ''), ...more].map((text) => ({
    type: 'section',
    text: plainText(text, mostInSection),
  }))
}

/** In a fixed width, with as many rows as fit. */
function tableSection({ head, rows }: NonNullable<Message['table']>): Block {
  const fence = '```'
  let shown = ''
  for (const row of alignedColumns([head, ...rows.slice(0, mostLines)])) {
    const line = `${clipRendered(row, mostInPiece, literalSlack)}\n`
    if (shown.length + line.length > mostInSection - 2 * fence.length - 2) {
      shown += '…\n'
      break
    }
    shown += line
  }
  return { type: 'section', text: mrkdwn(`${fence}\n${shown}${fence}`) }
}

const pressMe = ({ word, label, says }: Button): PressMe => ({
  type: 'button',
  action_id: actionId(word),
  text: plainText(label, mostInLabel),
  value: says,
  ...(word === 'cancel' || word === 'ok deploy' ? { style: 'danger' as const } : {}),
})

/** Unique within a message, as Slack wants it. */
export const actionId = (word: Button['word']) => `slipway:${word.replaceAll(' ', '-')}`
