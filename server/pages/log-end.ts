import type { Logs } from '../../core/engine/engine.ts'
import type { LogExcerpt } from './deployment-page.ts'

const shownBytes = 256 * 1024 // what a browser lays out at once; the whole is one link away

/** The end of a log, beginning with a whole line. */
export async function logEnd(logs: Logs, log: string): Promise<LogExcerpt> {
  const from = Math.max(0, (await logs.size(log)) - shownBytes)
  let next = from
  let text = ''
  for (;;) {
    const chunk = await logs.read(log, next, shownBytes)
    if (chunk.text === '') break
    text += chunk.text
    next = chunk.next
    // A log that grows as fast as it is read is left to the script that follows it.
    if (next - from >= 2 * shownBytes) break
  }
  return { text: from === 0 ? text : text.slice(text.indexOf('\n') + 1), from, next }
}
