import type { ServerResponse } from 'node:http'

/** How one reader of an output loses its connection: after so many bytes, by a reset or by an end that looks regular. */
export interface Cut {
  readonly afterBytes: number
  readonly by: 'reset' | 'end'
}

/** Text that grows and ends; whoever reads it gets it from its start, as it comes. */
export interface Output {
  readonly token: string
  print(text: string): void
  end(): void
  /** What there is of it by now. */
  soFar(): string
  serve(response: ServerResponse, cut: Cut | undefined): void
}

export function createOutput(token: string): Output {
  let bytes = Buffer.alloc(0)
  let ended = false
  const readers = new Set<() => void>()
  const news = () => readers.forEach((tell) => tell())

  function serve(response: ServerResponse, cut: Cut | undefined): void {
    response.writeHead(200, { 'content-type': 'text/plain' }).flushHeaders()
    let sent = 0
    function tell(): void {
      const until = Math.min(bytes.length, cut?.afterBytes ?? Number.POSITIVE_INFINITY)
      const isCut = cut !== undefined && until === cut.afterBytes
      const isOver = ended && until === bytes.length
      const rest = bytes.subarray(sent, until)
      sent = until
      const leave = () => {
        if (isCut && cut.by === 'reset') response.socket?.resetAndDestroy()
        else if (isCut || isOver) response.end()
      }
      if (isCut || isOver) readers.delete(tell)
      if (rest.length > 0) response.write(rest, leave)
      else leave()
    }
    readers.add(tell)
    response.on('close', () => readers.delete(tell))
    tell()
  }

  return {
    token,
    print(text) {
      bytes = Buffer.concat([bytes, Buffer.from(text)])
      news()
    },
    end() {
      ended = true
      news()
    },
    soFar: () => bytes.toString(),
    serve,
  }
}
