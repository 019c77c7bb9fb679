import type { Redis } from 'ioredis'

const corked = new WeakSet<object>()

/** What is sent in this turn of the event loop leaves in one write to the socket: a system call is dearer than the command in it. */
export function inOneWrite({ stream }: Redis): void {
  if (corked.has(stream)) return
  corked.add(stream)
  stream.cork()
  setImmediate(() => {
    corked.delete(stream)
    stream.uncork()
  })
}
