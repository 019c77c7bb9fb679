/**
 * Text as Slack wants it on the wire. Unescaped, `<!channel>` in a commit title would call everybody
 * (Slack: "Formatting text for app surfaces", escaping text).
 */
export const escapeSlack = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const lookalikes: Readonly<Record<string, string>> = { '*': '∗', '~': '∼', '`': 'ˋ', _: 'ˍ' }

/**
 * The same where Slack reads mrkdwn: what would make text bold, italic, struck or code is replaced by a letter that only
 * looks like it, for mrkdwn has no escape. An underscore inside a word means nothing to Slack and stays, so that names
 * of branches can be copied.
 */
export const literalSlack = (text: string) =>
  escapeSlack(text).replace(/[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (mark) => lookalikes[mark] ?? mark)

/**
 * The same for the text of notifications, where backticks stay: our own commands stand in them, and what they make of
 * foreign text is no more than another typeface.
 */
export const literalSlackText = (text: string) => text.split('`').map(literalSlack).join('`')

/** An address inside `<…|…>`: what would end it, or a line, is written as URLs write it. */
export const slackUrl = (url: string) =>
  url.replace(/[<>|`"\s\p{Cc}]/gu, (letter) => encodeURIComponent(letter)).replaceAll('&', '&amp;')
