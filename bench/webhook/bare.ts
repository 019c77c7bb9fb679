import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import type { Json } from '../../core/json.ts'
import { secret } from './delivery.ts'

/**
 * The least that could be called a webhook server: the signature, the event parsed and handed to `queue.add`, an empty
 * answer. No limits, no duplicates, no log, nothing said.
 */
export async function bare(redisUrl: string, namespace: string): Promise<number> {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
  const queue = new Queue('events', { connection, prefix: namespace })
  await queue.waitUntilReady()

  async function take(request: IncomingMessage, response: ServerResponse, bytes: Buffer): Promise<void> {
    const digest = createHmac('sha256', secret).update(bytes).digest('hex')
    const signature = Buffer.from(String(request.headers['x-hub-signature-256']))
    const expected = Buffer.from(`sha256=${digest}`)
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
      response.writeHead(401).end()
      return
    }
    const delivery = String(request.headers['x-github-delivery'])
    const event = String(request.headers['x-github-event'])
    await queue.add(event, { delivery, payload: JSON.parse(bytes.toString()) as Json }, { jobId: `d-${delivery}` })
    response.writeHead(202).end()
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      take(request, response, Buffer.concat(chunks)).catch(() => response.writeHead(503).end())
    })
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address !== null && typeof address === 'object') resolve(address.port)
    })
  })
}
