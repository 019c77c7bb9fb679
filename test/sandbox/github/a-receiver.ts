import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach } from '@jest/globals'

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A web server that keeps what is posted to it, new for every test; `until` waits for an event, not for time. */
export function aReceiver() {
  let received: Received[] = []
  let waiting: (() => void)[] = []
  let url = ''
  let close: () => Promise<void> = async () => undefined
  let answer = 202

  beforeEach(async () => {
    received = []
    answer = 202
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
        response.writeHead(answer).end()
        for (const wake of waiting.splice(0)) wake()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/github`
    close = async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  })
  afterEach(async () => {
    await close()
    waiting = []
  })

  const events = (name: string) => received.filter(({ headers }) => headers['x-github-event'] === name)

  async function until(name: string, count = 1): Promise<Received[]> {
    while (events(name).length < count) await new Promise<void>((resolve) => waiting.push(resolve))
    return events(name)
  }

  return {
    url: () => url,
    answerWith: (status: number) => {
      answer = status
    },
    events,
    until,
  }
}
