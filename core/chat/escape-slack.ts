/**
 * Text as Slack wants it on the wire. Unescaped, `<!channel>` in a commit title would call everybody
 * (Slack: "Formatting text for app surfaces", escaping text).
 */
export const escapeSlack = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
