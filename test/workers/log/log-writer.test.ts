import { describe, expect, test } from '@jest/globals'
import { createRedactor } from '../../../core/secrets/redactor.ts'
import { createLogWriter } from '../../../workers/log/log-writer.ts'
import { countingLogs, memoryLogs } from './memory-logs.ts'

function knowing(...values: string[]) {
  const redactor = createRedactor()
  for (const value of values) redactor.add(value)
  return redactor
}

describe('a log writer', () => {
  test('stores output and notes in order, by offset', async () => {
    const { logs, appends, written } = memoryLogs()
    const log = createLogWriter(logs, 'log/1', createRedactor())
    const output = log.output()
    await log.line('starts')
    await output.write(Buffer.from('ä\nb'), 'out')
    await output.write(Buffer.from('oops\n'), 'err')
    await output.end()
    await log.line('asked it to stop (TERM)')
    await log.close()
    expect(written()).toBe('# starts\nä\noops\nb\n# asked it to stop (TERM)\n')
    expect(appends[0]?.offset).toBe(0)
  })

  test('goes on after what the log holds already', async () => {
    const { logs, appends } = memoryLogs()
    await logs.append('log/1', 0, 'är\n')
    const log = createLogWriter(logs, 'log/1', createRedactor())
    await log.line('goes on')
    await log.close()
    expect(appends[1]).toMatchObject({ offset: 4, text: '# goes on\n' })
  })

  test('stores a line soon although nothing follows it', async () => {
    const { logs } = memoryLogs()
    const stored = new Promise<string>((resolve) => {
      logs.append = async (_log, offset, text) => {
        resolve(text)
        return offset + text.length
      }
    })
    const log = createLogWriter(logs, 'log/1', createRedactor(), { flushAfterMs: 20 })
    await log.output().write(Buffer.from('here\n'), 'out')
    expect(await stored).toBe('here\n')
    await log.close()
  })

  test('appends at most 64 KiB at once and cuts no letter', async () => {
    const { logs, appends, written } = memoryLogs()
    const log = createLogWriter(logs, 'log/1', createRedactor())
    const output = log.output()
    const lines = 'äöü€😀 '.repeat(2_000)
    for (let i = 0; i < 20; i++) await output.write(Buffer.from(`${lines}\n`), 'out')
    await log.close()
    expect(written()).toBe(`${lines}\n`.repeat(20))
    expect(Math.max(...appends.map(({ text }) => Buffer.byteLength(text)))).toBeLessThanOrEqual(65_536)
  })

  test('redacts notes too, and gives each of their lines its mark', async () => {
    const { logs, written } = memoryLogs()
    const log = createLogWriter(logs, 'log/1', knowing('hunter2-and-more'))
    await log.line('git said: \x1b[31mhunter2-and-\x1b[0mmore\nfatal')
    await log.close()
    expect(written()).toBe('# git said: [redacted]\n# fatal\n')
  })

  test('makes a fast command wait for a slow engine', async () => {
    const { logs } = memoryLogs()
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    logs.append = async (_log, offset, text) => {
      await released
      return offset + text.length
    }
    const output = createLogWriter(logs, 'log/1', createRedactor()).output()
    const order: string[] = []
    const written = output.write(Buffer.from(`${'x'.repeat(70_000)}\n`), 'out').then(() => order.push('written'))
    order.push('released')
    release()
    await written
    expect(order).toEqual(['released', 'written'])
  })

  test('rejects, and goes on rejecting, once an append failed: lines are not lost silently', async () => {
    const { logs } = memoryLogs()
    logs.append = async () => {
      throw new Error('READONLY You cannot write against a replica')
    }
    const log = createLogWriter(logs, 'log/1', createRedactor())
    await log.line('one')
    await expect(log.close()).rejects.toThrow('the log could not be written: READONLY')
    await expect(log.line('two')).rejects.toThrow('the log could not be written')
    await expect(log.output().write(Buffer.from('x\n'), 'out')).rejects.toThrow('the log could not be written')
  })
})

describe('100 MB', () => {
  const hundred = 100e6
  const chunkOf = (line: string) => Buffer.from(line.repeat(Math.ceil(65_536 / line.length))).subarray(0, 65_536)

  test.each([
    ['in lines', chunkOf('2026-01-01 step 12: copying assets/index-abc123.js into place, done in 12 ms\n')],
    ['in one line', chunkOf('abcdefghijklmnopqrstuvwxyz')],
  ])('%s pass in flat memory', async (_how, chunk) => {
    const { logs, seen } = countingLogs()
    const log = createLogWriter(logs, 'log/1', knowing('hunter2-and-more', 'another-secret-value'))
    const output = log.output()
    const before = process.memoryUsage().rss
    let peak = before
    for (let bytes = 0; bytes < hundred; bytes += chunk.length) {
      await output.write(chunk, 'out')
      peak = Math.max(peak, process.memoryUsage().rss)
    }
    await output.end()
    await log.close()
    expect(peak - before).toBeLessThan(64e6)
    expect(seen.bytes).toBeGreaterThanOrEqual(hundred)
    expect(seen.largest).toBeLessThanOrEqual(65_536)
  })
})
