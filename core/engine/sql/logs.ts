import type { LogChunk, Logs } from '../engine.ts'
import { LogGap } from '../errors.ts'
import { logLimit } from '../log-range.ts'
import { wholeCharacters } from '../whole-characters.ts'
import type { Database } from './database.ts'

// Read as base64: PGlite spends four to eight times as long on parsing bytea itself.
const pieceBytes = 256 * 1024 // a row should stay small enough to be read in part without cost

export function sqlLogs(db: Database, schema: string): Logs {
  const chunk = `"${schema}".log_chunk`
  const size = `coalesce((select start + length(bytes) from ${chunk} where log = $1 order by start desc limit 1), 0)`
  const sql = {
    size: `select (${size})::float8 as size`,
    // Only what lies beyond the end is written, so the same write again, whole or in other pieces, changes nothing.
    append: `with log as (select ${size} as size),
      written as (
        insert into ${chunk} (log, start, bytes)
        select $1, size, substring(piece from (size - $2::bigint + 1)::int) from log, (select $3::bytea as piece) as given
        where $2::bigint <= size and $2::bigint + length(piece) > size
        on conflict do nothing)
      select size::float8 as size from log`,
    read: `select encode(substring(
        bytes from greatest($2::bigint - start + 1, 1)::int
        for ($3::bigint - greatest($2::bigint, start))::int), 'base64') as base64
      from ${chunk}
      where log = $1 and start < $3::bigint
        and start >= coalesce((select max(start) from ${chunk} where log = $1 and start <= $2::bigint), 0)
      order by start`,
    delete: `delete from ${chunk} where log = $1`,
  }

  async function append(log: string, offset: number, text: string): Promise<number> {
    const bytes = Buffer.from(text)
    for (let done = 0; done < bytes.length || done === 0; done += pieceBytes) {
      const piece = bytes.subarray(done, done + pieceBytes)
      const { rows } = await db.query<{ size: number }>(sql.append, [log, offset + done, piece])
      const found = rows[0]?.size ?? 0
      if (offset + done > found) throw new LogGap(log, offset, found)
    }
    return offset + bytes.length
  }

  async function read(log: string, offset: number, limit?: number): Promise<LogChunk> {
    const { rows } = await db.query<{ base64: string }>(sql.read, [log, offset, offset + logLimit(limit)])
    const { text, length } = wholeCharacters(Buffer.concat(rows.map(({ base64 }) => Buffer.from(base64, 'base64'))))
    return { text, next: offset + length }
  }

  async function sizeOf(log: string): Promise<number> {
    const { rows } = await db.query<{ size: number }>(sql.size, [log])
    return rows[0]?.size ?? 0
  }

  async function remove(log: string): Promise<void> {
    await db.query(sql.delete, [log])
  }

  return { append, read, size: sizeOf, delete: remove }
}
