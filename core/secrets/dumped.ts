import { viewOf } from './view.ts'
import type { Piece, View } from './view.ts'

const byteGroups = String.raw`(?:[\da-f]{2}){1,4}`
/** A line of `xxd`, of `hexdump -C`, of `od -t x1` and plain `hexdump`, of these with `-An`; the captured groups are the bytes. */
const dumpLine = new RegExp(
  [
    String.raw`[\da-f]{8}: ((?:${byteGroups} )+) .*$`,
    String.raw`[\da-f]{8}  ((?:[\da-f]{2} {1,2})+) *\|.*$`,
    String.raw`[\da-f]{6,8}((?: +(?:[\da-f]{2}){1,2})+) *$`,
    String.raw`((?: (?:[\da-f]{2}){1,2})+) *$`,
  ].join('|'),
  'imy',
)
/** The address stays readable. */
const address = /^(?:[\da-f]{6,}:?)? */i

/** The bytes that dumps show, line after line, as Latin-1; words of two bytes also the other way round, as `hexdump` has them. */
export function dumped(text: string): View[] {
  const views: View[] = []
  let block: string[][] = []
  let places: Place[] = []

  function close(): void {
    if (block.length === 0) return
    views.push(viewOf(readings(block, places, bigEndian)))
    if (block.some((groups) => groups.some((group) => group.length === 4)))
      views.push(viewOf(readings(block, places, littleEndian)))
    block = []
    places = []
  }

  for (let start = 0; start < text.length; ) {
    const match = mayBeDump(text, start) ? lineAt(text, start) : undefined
    if (match === undefined) close()
    else {
      block.push(match.groups)
      places.push(match.place)
    }
    const feed = text.indexOf('\n', start)
    start = feed === -1 ? text.length : feed + 1
  }
  close()
  return views
}

interface Place {
  readonly from: number
  readonly to: number
}

function lineAt(text: string, start: number): { groups: string[]; place: Place } | undefined {
  dumpLine.lastIndex = start
  const match = dumpLine.exec(text)
  const bytes = match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4]
  if (match === null || bytes === undefined) return undefined
  const from = start + (address.exec(match[0])?.[0].length ?? 0)
  return { groups: bytes.trim().split(/ +/), place: { from, to: start + match[0].length } }
}

/** Most lines are none: told by a few of their letters, without the cost of a pattern. */
function mayBeDump(text: string, start: number): boolean {
  const other = text[start] === ' ' ? start + 1 : start + 5
  return (text[start] === ' ' || isHex(text.charCodeAt(start))) && isHex(text.charCodeAt(other))
}

function isHex(code: number): boolean {
  const small = code | 0x20
  return (code >= 0x30 && code <= 0x39) || (small >= 0x61 && small <= 0x66)
}

function readings(block: readonly string[][], places: readonly Place[], order: (group: string) => string): Piece[] {
  return places.map((place, line) => ({ ...place, reads: latin1((block[line] ?? []).map(order).join('')) }))
}

const bigEndian = (group: string) => group
const littleEndian = (group: string) => (group.length === 4 ? group.slice(2) + group.slice(0, 2) : group)

function latin1(hex: string): string {
  return Buffer.from(hex, 'hex').toString('latin1')
}
