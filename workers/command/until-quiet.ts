import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'
import type { Activity } from './activity.ts'
import type { OutputReader } from './read-output.ts'

/** What the command wrote before its end is in the pipe already: this much silence means that all of it was read. */
const quietMs = 300
/** A daemon that goes on talking is not listened to for longer; time in which the log was slow does not count. */
const longestMs = 3_000
const lookEveryMs = 20

/** Reads what an ended command has left in its pipes, although a daemon may hold them open. */
export async function untilQuiet(readers: readonly OutputReader[], activity: Activity): Promise<void> {
  let listenedMs = 0
  while (activity.isBusy() || (listenedMs < longestMs && readers.some((reader) => reader.isOpen()))) {
    await pause(lookEveryMs)
    // A turn of the event loop in between, so that what has come while this process was slow is seen.
    await turn()
    if (activity.isBusy()) continue
    listenedMs += lookEveryMs
    if (activity.quietMs() >= quietMs) return
  }
}
