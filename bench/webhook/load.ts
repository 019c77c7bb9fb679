import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { request } from './delivery.ts'

export interface Load {
  readonly accepted: number
  /** Answers other than 202: there should be none. */
  readonly others: number
  readonly seconds: number
  /** Milliseconds that 99 of 100 answers did not exceed. */
  readonly p99: number
}

/**
 * Sends deliveries over so many connections, on each the next as soon as the last is answered. Sockets are written to
 * directly: an HTTP client would take more of the processor than the servers that are to be compared.
 */
export async function load(port: number, connections: number, ms: number): Promise<Load> {
  const times: number[] = []
  const until = performance.now() + ms
  let others = 0

  async function sender(): Promise<void> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }).setEncoding('latin1')
    await once(socket, 'connect')
    while (performance.now() < until) {
      const began = performance.now()
      socket.write(`${request.start}${randomUUID()}${request.rest}`)
      if ((await answer(socket)) === 202) times.push(performance.now() - began)
      else others++
    }
    socket.destroy()
  }

  const began = performance.now()
  await Promise.all(Array.from({ length: connections }, sender))
  const seconds = (performance.now() - began) / 1000
  times.sort((a, b) => a - b)
  return { accepted: times.length, others, seconds, p99: times[Math.floor(times.length * 0.99)] ?? 0 }
}

/** The status of the next answer, once all of it is there. */
function answer(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    let heard = ''
    const listen = (text: string) => {
      heard += text
      const head = heard.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(heard)?.[1] ?? 0)
      if (heard.length < head + 4 + length) return
      socket.off('data', listen).off('close', gone)
      resolve(Number(heard.slice(9, 12)))
    }
    const gone = () => reject(new Error('the server hung up'))
    socket.on('data', listen).on('close', gone)
  })
}
