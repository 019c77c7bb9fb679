import type { Logs } from '../../../core/engine/engine.ts'

/** Logs that keep every append, so that a test can look at how the text arrived. */
export function memoryLogs() {
  const appends: { at: number; offset: number; text: string }[] = []
  const written = () => appends.map(({ text }) => text).join('')
  const logs: Logs = {
    async append(_log, offset, text) {
      appends.push({ at: performance.now(), offset, text })
      return offset + Buffer.byteLength(text)
    },
    async read(_log, offset, limit = 65_536) {
      const bytes = Buffer.from(written()).subarray(offset, offset + limit)
      return { text: bytes.toString(), next: offset + bytes.length }
    },
    async size() {
      return Buffer.byteLength(written())
    },
    async delete() {
      appends.length = 0
    },
  }
  return { logs, appends, written }
}

/** Counts, and keeps nothing: for outputs of many megabytes. */
export function countingLogs() {
  const seen = { bytes: 0, largest: 0, lines: 0 }
  const logs: Logs = {
    async append(_log, offset, text) {
      const bytes = Buffer.byteLength(text)
      seen.bytes += bytes
      seen.largest = Math.max(seen.largest, bytes)
      seen.lines += text.split('\n').length - 1
      return offset + bytes
    },
    read: async (_log, offset) => ({ text: '', next: offset }),
    size: async () => 0,
    delete: async () => {},
  }
  return { logs, seen }
}
