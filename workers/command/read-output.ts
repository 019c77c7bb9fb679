import { Socket } from 'node:net'
import type { Activity } from './activity.ts'

export interface OutputReader {
  /** Resolves when every writer has closed the pipe, or after `leave`. */
  readonly ended: Promise<void>
  isOpen(): boolean
  /** Stops reading; whoever still writes gets EPIPE. */
  leave(): void
}

/** Reads one pipe, one chunk at a time: the next is read when `onChunk` is done with the last, so a slow log slows the command. */
export function readOutput(
  readEnd: number,
  activity: Activity,
  onChunk: (chunk: Buffer) => Promise<void>,
): OutputReader {
  const socket = new Socket({ fd: readEnd, readable: true, writable: false })
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  // A pipe that cannot be read any more is a pipe that has ended: 'close' follows.
  socket.on('error', () => {})
  socket.on('data', (chunk: Buffer) => {
    socket.pause()
    activity.begin()
    void onChunk(chunk).finally(() => {
      activity.done()
      socket.resume()
    })
  })
  return { ended, isOpen: () => !socket.destroyed, leave: () => socket.destroy() }
}
