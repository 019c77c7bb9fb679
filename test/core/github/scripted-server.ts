import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Seen {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

/** Answers one request; gets it with its body already read and parsed. */
export type Script = (seen: Seen, response: ServerResponse) => unknown

export interface ScriptedServer {
  readonly url: string
  readonly seen: readonly Seen[]
  script: Script
  readonly close: () => Promise<void>
}

/** A real HTTP server that says what a test tells it to, and remembers what it was asked. */
export async function scriptedServer(script: Script = answer(404, { message: 'Not Found' })): Promise<ScriptedServer> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://here')
      const text = Buffer.concat(chunks).toString()
      const body: unknown = text === '' ? undefined : JSON.parse(text)
      const { method = '', headers } = request
      const one = { method, path: url.pathname, query: url.searchParams, headers, body }
      seen.push(one)
      self.script(one, response)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const self: ScriptedServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    script,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
  return self
}

export const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Script =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    response.end(JSON.stringify(body))
  }

export const page =
  (status: number, html = '<html><body>Unicorn!</body></html>'): Script =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' })
    response.end(html)
  }

/** Answers by `METHOD /path`; anything else is 404. */
export const routes =
  (table: Readonly<Record<string, Script>>): Script =>
  (seen, response) =>
    (table[`${seen.method} ${seen.path}`] ?? answer(404, { message: 'Not Found' }))(seen, response)

/** The first script for the first request, and so on; the last one for all that follow. */
export function inTurn(...scripts: Script[]): Script {
  let next = 0
  return (seen, response) => {
    const script = scripts[Math.min(next++, scripts.length - 1)]
    return script?.(seen, response)
  }
}
