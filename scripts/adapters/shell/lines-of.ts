import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { type Line, longestLine } from './line-io.ts'

/** The lines of a stream. However long one is, no more than `longestLine` characters of it are held. */
export async function* linesOf(input: Readable): AsyncGenerator<Line> {
  const decoder = new StringDecoder('utf8')
  let line: Line = { text: '', cut: false }
  const chunks: AsyncIterable<Buffer> = input

  for await (const chunk of chunks) {
    const [rest = '', ...more] = decoder.write(chunk).split('\n')
    line = extended(line, rest)
    for (const next of more) {
      yield line
      line = extended({ text: '', cut: false }, next)
    }
  }
  line = extended(line, decoder.end())
  if (line.text !== '') yield line
}

function extended({ text, cut }: Line, more: string): Line {
  const room = longestLine - text.length
  return { text: text + more.slice(0, room), cut: cut || more.length > room }
}
