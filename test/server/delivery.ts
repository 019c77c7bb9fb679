import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { secret } from './harness.ts'

export const sign = (body: string | Buffer, key = secret) =>
  `sha256=${createHmac('sha256', key).update(body).digest('hex')}`

export interface Delivery {
  readonly body?: string | Buffer
  readonly id?: string
  readonly event?: string
  readonly path?: string
  /** `undefined` leaves a header away. */
  readonly headers?: Readonly<Record<string, string | undefined>>
}

/** Sends a delivery as GitHub does, but for what is said to be different. */
export async function deliver(
  url: string,
  {
    body = '{"action":"created"}',
    id = randomUUID(),
    event = 'deployment',
    path = '/webhooks/github',
    headers = {},
  }: Delivery = {},
) {
  const all = {
    'Content-Type': 'application/json',
    'X-GitHub-Event': event,
    'X-GitHub-Delivery': id,
    'X-Hub-Signature-256': sign(body),
    ...headers,
  }
  const given = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  )
  const response = await fetch(url + path, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers: given })
  return { status: response.status, text: await response.text() }
}

/** Writes bytes to the server as they are and answers everything it says until it hangs up. */
export async function raw(port: number, ...pieces: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let heard = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    heard += text
  })
  for (const piece of pieces) socket.write(piece)
  await once(socket, 'close')
  return heard
}
