import type { IncomingMessage } from 'node:http'

export type Body =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'too-slow' }
  | { readonly kind: 'broken-off' }

/** Collects the raw bytes of a request, and stops listening as soon as they are too many or come too slowly. */
export function readBody(request: IncomingMessage, maxBytes: number, maxMs: number): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0

    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size > maxBytes) return end({ kind: 'too-large' })
      chunks.push(chunk)
    }
    const finish = () => end({ kind: 'whole', bytes: joined(chunks, size) })
    const breakOff = () => end({ kind: 'broken-off' })
    const timer = setTimeout(() => end({ kind: 'too-slow' }), maxMs)
    function end(body: Body): void {
      clearTimeout(timer)
      request.off('data', take).off('end', finish).off('close', breakOff)
      resolve(body)
    }

    request.on('data', take).on('end', finish).on('close', breakOff).on('error', breakOff)
  })
}

/** Most deliveries come in one piece, which then need not be copied. */
const joined = (chunks: readonly Buffer[], size: number): Buffer =>
  chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size)
