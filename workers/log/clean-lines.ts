import { StringDecoder } from 'node:string_decoder'
import { openPrivateKey } from '../../core/secrets/known-shapes.ts'
import type { Redactor } from '../../core/secrets/redactor.ts'
import { createLineEnds } from './line-ends.ts'
import { createPlainText, struckOver } from './plain-text.ts'

/** Characters of a line before it is cut into pieces, so that one endless line needs no endless memory. */
const longestLine = 65_536
/** Written where a line was cut. */
const cutMark = ' [the line goes on]\n'
const sliceBytes = 65_536

/** Bytes of one stream in, whole redacted lines out. Memory is a few times the longest line, whatever comes. */
export interface CleanLines {
  /** The lines that this chunk completes, each with its `\n`. */
  push(chunk: Buffer): string
  /** The last line, which had no end. */
  end(): string
}

/**
 * The order matters: bytes become letters, then escape sequences go, then lines are made, then secrets are masked;
 * a secret cut in two by a chunk, a colour or half a letter is whole again before it is looked for.
 */
export function createCleanLines(redactor: Redactor): CleanLines {
  const decoder = new StringDecoder('utf8')
  const plainText = createPlainText()
  const lineEnds = createLineEnds()
  let pending = ''

  function take(text: string): string {
    const readable = lineEnds.push(text)
    const lineFeed = readable.lastIndexOf('\n')
    const end = lineFeed === -1 ? 0 : pending.length + lineFeed + 1
    pending += readable
    return (end === 0 ? '' : complete(end)) + overflow()
  }

  /** A private key is many lines and one secret: its lines wait for its end. So do the lines of a folded encoding. */
  function complete(end: number): string {
    const lines = struckOver(pending.slice(0, end))
    const key = openPrivateKey(lines)
    const decided = key === -1 ? lines : lines.slice(0, lines.lastIndexOf('\n', key) + 1)
    const until = redactor.unfinished(decided)
    pending = lines.slice(until) + pending.slice(end)
    return inPieces(redactor.text(lines.slice(0, until)))
  }

  function overflow(): string {
    const limit = Math.max(longestLine, 2 * redactor.longest)
    if (pending.length <= limit) return ''
    pending = struckOver(pending)
    let pieces = ''
    while (pending.length > limit) {
      const seam = betweenLetters(pending, redactor.seam(pending.slice(0, limit)))
      pieces += redactor.text(pending.slice(0, seam)) + cutMark
      pending = pending.slice(seam)
    }
    return pieces
  }

  return {
    push(chunk) {
      let lines = ''
      for (let at = 0; at < chunk.length; at += sliceBytes)
        lines += take(plainText.push(decoder.write(chunk.subarray(at, at + sliceBytes))))
      return lines
    },
    end() {
      const lines = take(plainText.push(decoder.end()) + plainText.end())
      const last = pending === '' || pending.endsWith('\n') ? pending : `${pending}\n`
      pending = ''
      return lines + inPieces(redactor.text(struckOver(last)))
    },
  }
}

/** For lines that are redacted already and may be cut anywhere. */
function inPieces(lines: string): string {
  if (lines.length <= longestLine) return lines
  return lines
    .split('\n')
    .map((line) => piecesOf(line).join(cutMark))
    .join('\n')
}

function piecesOf(line: string): string[] {
  const pieces = []
  let rest = line
  while (rest.length > longestLine) {
    const at = betweenLetters(rest, longestLine)
    pieces.push(rest.slice(0, at))
    rest = rest.slice(at)
  }
  return [...pieces, rest]
}

/** Half of a surrogate pair would be no letter any more. */
function betweenLetters(text: string, at: number): number {
  return /[\ud800-\udbff]/.test(text.charAt(at - 1)) && at > 1 ? at - 1 : at
}
