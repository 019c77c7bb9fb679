import { isMisunderstood, misunderstood, type Misunderstood } from './parsed.ts'
import { isEnvironment, isHost } from './patterns.ts'

export interface Place {
  readonly environment: string | undefined
  readonly hosts: readonly string[]
  /** Words that follow. */
  readonly tail: readonly string[]
}

const prepositions = new Set(['to', 'in', 'on'])

export const isPreposition = (word: string | undefined): boolean =>
  word !== undefined && prepositions.has(word.toLowerCase())

/** A list that blanks tore apart, put together again; a word that no comma ties to it stays out, it may be an OTP. */
function mendList(text: string, tail: readonly string[]): string {
  let list = text
  for (const word of tail) {
    if (!list.endsWith(',') && !word.startsWith(',')) break
    list += word
  }
  return list
    .split(',')
    .filter((host) => host !== '' && !/^\d+$/.test(host))
    .join(',')
}

function readHosts(
  text: string,
  tail: readonly string[],
  rewrite: (hosts: string) => string,
): readonly string[] | Misunderstood {
  const isTorn = tail[0] !== undefined && (text.endsWith(',') || tail[0].startsWith(','))
  const hosts = text.split(',')
  if (isTorn || hosts.includes('')) {
    const mended = mendList(text, tail)
    const suggestion = mended.split(',').every(isHost) ? rewrite(mended) : undefined
    const what = isTorn
      ? 'there must be no blanks in the list of hosts'
      : 'there is a comma too many in the list of hosts'
    return misunderstood('not-a-command', { what }, suggestion)
  }
  const bad = hosts.find((host) => !isHost(host))
  return bad === undefined ? [...new Set(hosts)] : misunderstood('not-a-host', { word: bad })
}

/** `to|in|on environment[/host,host]` at the beginning of `words`. `rewrite` makes the whole command of a mended place. */
export function readPlace(words: readonly string[], rewrite: (place: string) => string): Place | Misunderstood {
  const [preposition, token, ...tail] = words
  if (!isPreposition(preposition)) return { environment: undefined, hosts: [], tail: words }
  if (token === undefined) {
    return misunderstood('not-a-command', { what: `no environment is named after "${preposition}"` })
  }
  const [, environment = '', slash, listed = ''] = /^([^/]*)(\/)?(.*)$/su.exec(token) ?? []
  if (!isEnvironment(environment)) return misunderstood('not-an-environment', { word: environment })
  if (slash === undefined) return { environment, hosts: [], tail }
  if (listed === '') return misunderstood('not-a-command', { what: 'no host is named after "/"' }, rewrite(environment))
  const hosts = readHosts(listed, tail, (mended) => rewrite(`${environment}/${mended}`))
  return isMisunderstood(hosts) ? hosts : { environment, hosts, tail }
}
