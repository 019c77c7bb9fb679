import type { Redis } from 'ioredis'
import type { LogChunk, Logs } from '../engine.ts'
import { LogGap } from '../errors.ts'
import { logLimit } from '../log-range.ts'
import { wholeCharacters } from '../whole-characters.ts'
import { script } from './script.ts'

/*
 * A log is its size under `<prefix>:log:<log>` and blocks of bytes under `<prefix>:log:<log>#<n>`. A string may hold
 * 512 MB, but growing a large one copies it; blocks of this size make byte 100,000,000 as cheap as byte 1.
 */
const blockBytes = 256 * 1024

// Only what lies beyond the end is written, so the same write again, whole or in other pieces, changes nothing.
const appendScript = script(`
local size = tonumber(redis.call('GET', KEYS[1]) or '0')
local offset = tonumber(ARGV[1])
local bytes = ARGV[2]
local block = tonumber(ARGV[3])
if offset > size then return {size, 0} end
local position = size - offset
if position >= #bytes then return {size, 1} end
while position < #bytes do
  local at = offset + position
  local within = at % block
  local piece = string.sub(bytes, position + 1, position + block - within)
  redis.call('SETRANGE', KEYS[1] .. '#' .. string.format('%d', math.floor(at / block)), within, piece)
  position = position + #piece
end
size = offset + #bytes
redis.call('SET', KEYS[1], string.format('%d', size))
return {size, 1}
`)

const deleteScript = script(`
local size = tonumber(redis.call('GET', KEYS[1]) or '0')
for block = 0, math.floor(size / tonumber(ARGV[1])) do
  redis.call('UNLINK', KEYS[1] .. '#' .. string.format('%d', block))
end
return redis.call('DEL', KEYS[1])
`)

export function redisLogs(redis: Redis, prefix: string): Logs {
  const keyOf = (log: string) => `${prefix}:log:${log}`

  async function append(log: string, offset: number, text: string): Promise<number> {
    const bytes = Buffer.from(text)
    // A script blocks the server while it runs: a long text goes in pieces.
    for (let done = 0; done < bytes.length || done === 0; done += blockBytes) {
      const piece = bytes.subarray(done, done + blockBytes)
      const [size, fits] = numbers(await appendScript(redis, [keyOf(log)], [offset + done, piece, blockBytes]))
      if (fits !== 1) throw new LogGap(log, offset, size ?? 0)
    }
    return offset + bytes.length
  }

  async function read(log: string, offset: number, limit?: number): Promise<LogChunk> {
    const end = offset + logLimit(limit)
    const reads: Promise<Buffer>[] = []
    for (let at = offset; at < end; ) {
      const within = at % blockBytes
      const length = Math.min(blockBytes - within, end - at)
      const block = `${keyOf(log)}#${Math.floor(at / blockBytes)}`
      reads.push(redis.getrangeBuffer(block, within, within + length - 1))
      at += length
    }
    const { text, length } = wholeCharacters(joined(await Promise.all(reads)))
    return { text, next: offset + length }
  }

  async function size(log: string): Promise<number> {
    return Number((await redis.get(keyOf(log))) ?? 0)
  }

  async function remove(log: string): Promise<void> {
    await deleteScript(redis, [keyOf(log)], [blockBytes])
  }

  return { append, read, size, delete: remove }
}

/** A block that was not full when it was read ends what we know, even if the one behind it has begun meanwhile. */
function joined(blocks: readonly Buffer[]): Buffer {
  const known: Buffer[] = []
  for (const block of blocks) {
    known.push(block)
    if (block.length === 0) break
  }
  return Buffer.concat(known)
}

const numbers = (answer: unknown): number[] => (Array.isArray(answer) ? answer.map(Number) : [])
