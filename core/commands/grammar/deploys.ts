import { afterWholeWord } from '../after-word.ts'
import type { DeploysCommand } from '../command.ts'
import { isMisunderstood, misunderstood, none, understood, type Parsed, type Said } from '../parsed.ts'
import { plural } from '../plural.ts'
import { readAppToken } from '../read-app-token.ts'
import { readPlace } from '../read-place.ts'
import { writeCommand } from '../write-command.ts'

/** `prefixes app[/ref] [to|in|on environment]` */
export function deploys({ text, prefix }: Said): Parsed {
  const rest = afterWholeWord(text, plural(prefix))
  if (rest === undefined) return none
  const [token = '', ...words] = rest.split(' ')
  if (token === '') return misunderstood('not-a-command', { what: 'no app is named' }, `${plural(prefix)} app`)

  const base: DeploysCommand = { action: 'deploys', app: token, ref: undefined, environment: undefined }
  const write = (parts: Partial<DeploysCommand>): string => writeCommand({ ...base, ...parts }, prefix)
  const app = readAppToken(token, (mended) => write({ app: mended }))
  if (isMisunderstood(app)) return app
  const place = readPlace(words, () => write({ ...app }))
  if (isMisunderstood(place)) return place

  const command: DeploysCommand = { ...base, ...app, environment: place.environment }
  if (place.hosts.length > 0) {
    return misunderstood(
      'not-a-command',
      { what: 'deployments are listed by environment, not by host' },
      write(command),
    )
  }
  if (place.tail.length > 0) {
    return misunderstood('not-a-command', { what: 'the last words are not understood' }, write(command))
  }
  return understood(command)
}
