import type { IncomingMessage, ServerResponse } from 'node:http'

/** How long, and how much, we listen to a sender who has been refused, so that it gets to read why. */
const lingerMs = 1_000
const lingerBytes = 1024 * 1024

/** Answers a request that was read to its end. */
export function reply(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, headers(text)).end(text)
}

/**
 * Answers while the sender may still be sending, and closes the connection. Closing at once would reset it, and most
 * senders then never see the answer; so what still comes is thrown away for a moment first.
 */
export function replyAndHangUp(request: IncomingMessage, response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...headers(text), Connection: 'close' })
  response.write(text)

  let thrownAway = 0
  const hangUp = () => {
    clearTimeout(timer)
    response.end()
  }
  const timer = setTimeout(hangUp, lingerMs)
  request.on('data', (chunk: Buffer) => {
    thrownAway += chunk.length
    if (thrownAway > lingerBytes) hangUp()
  })
  request.on('end', hangUp).on('close', hangUp)
  request.resume()
}

const headers = (text: string) => ({
  'Content-Type': 'text/plain; charset=utf-8',
  'Content-Length': Buffer.byteLength(text),
  'X-Content-Type-Options': 'nosniff',
})
