/** Who we are on Slack and how people call us here. */
export interface Own {
  readonly user: string
  readonly name: string
}

/**
 * What somebody typed, from Slack's wire text: `<@U1>` of ourselves becomes our name, links what people see of them,
 * and `&amp; &lt; &gt;` the letters (Slack: "Formatting text for app surfaces", parsing text).
 */
export const saidText = (wire: string, own: Own): string =>
  wire
    .replace(/<([^<>]*)>/g, (_, inside: string) => seen(inside, own))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('\u00a0', ' ')

function seen(inside: string, { user, name }: Own): string {
  const [target = '', label] = inside.split('|', 2)
  if (target === `@${user}`) return `@${name}`
  if (/^[@#]/.test(target)) return `${target.charAt(0)}${label ?? target.slice(1)}`
  if (target.startsWith('!')) return `@${label ?? target.slice(1)}`
  return label ?? target
}
