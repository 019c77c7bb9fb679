/**
 * What was said, with what differs from run to run replaced: the first deployment is #1 and the first commit abc0001,
 * every length of time is a moment, slip lives at http://slip, and columns are two blanks apart.
 */
export function spoken(text: string): string {
  const ids = new Map<string, string>()
  const shas = new Map<string, string>()
  return text
    .replace(/(?<=\S) {2,}/g, '  ')
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, 'http://slip')
    .replace(/(#|deployments\/)(\d+)/g, (_, mark: string, id: string) => mark + nth(ids, id))
    .replace(
      /\b[0-9a-f]{40}\b|(?<=@|for |to |  )[0-9a-f]{7}\b/g,
      (sha) => `abc${nth(shas, sha.slice(0, 7)).padStart(4, '0')}`,
    )
    .replace(/\b(?:\d+ (?:second|minute)s?(?: \d+ seconds?)?|a moment)\b/g, 'a moment')
}

function nth(seen: Map<string, string>, one: string): string {
  const number = seen.get(one) ?? String(seen.size + 1)
  seen.set(one, number)
  return number
}
