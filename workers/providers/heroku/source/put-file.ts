import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { pipeline } from 'node:stream/promises'
import type { Asking } from '../../provider.ts'
import { whyLost } from '../api/why-lost.ts'

const pausesMs = [1_000, 4_000, 15_000]
const silenceMs = 60_000

interface Putting {
  /** For the sentence when it does not work; the link itself is a secret. */
  readonly what: string
  readonly context: Pick<Asking, 'signal' | 'sleep'>
}

/**
 * Puts a file at a signed link, however large it is. The signature covers the length and the absence of a content type,
 * which `fetch` cannot promise for a stream.
 */
export async function putFile(file: string, link: string, { what, context }: Putting): Promise<void> {
  for (let tries = 0; ; tries++) {
    const why = await put(file, link, context.signal)
    if (why === undefined) return
    const pauseMs = pausesMs[tries]
    if (pauseMs === undefined) throw new Error(`${what} could not be uploaded: ${why}; try again`)
    await context.sleep(pauseMs)
  }
}

async function put(file: string, link: string, signal: AbortSignal): Promise<string | undefined> {
  const { size } = await stat(file)
  const send = link.startsWith('http:') ? requestHttp : requestHttps
  const request = send(link, { method: 'PUT', headers: { 'content-length': size }, signal, timeout: silenceMs })
  request.on('timeout', () => request.destroy(Object.assign(new Error('silent'), { name: 'TimeoutError' })))
  try {
    const answered = once(request, 'response') as Promise<[IncomingMessage]>
    const [[response]] = await Promise.all([answered, pipeline(createReadStream(file), request)])
    response.resume()
    const { statusCode = 0 } = response
    return statusCode >= 200 && statusCode < 300 ? undefined : `status ${statusCode}`
  } catch (error) {
    if (signal.aborted) throw new Error('told to stop', { cause: error })
    return whyLost(error)
  }
}
