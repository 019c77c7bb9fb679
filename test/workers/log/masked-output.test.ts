import { spawn } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { createRedactor } from '../../../core/secrets/redactor.ts'
import { createLogWriter } from '../../../workers/log/log-writer.ts'
import { memoryLogs } from './memory-logs.ts'

const token = 'ghx7Qm2Wd8KtR4vNx5Yp3Lc9Jf6Hs1ZbG0uAeTi'
const special = `Zq7Tk/W8dXe+R2vPa"N5xLo'Y3pBi<L9cMu&J4fGy>H6sDw`

async function logOf(command: string, args: readonly string[], known: readonly string[]): Promise<string> {
  const redactor = createRedactor()
  for (const value of known) redactor.add(value)
  const { logs, written } = memoryLogs()
  const log = createLogWriter(logs, 'log/1', redactor)
  const output = log.output()
  const child = spawn(command, args, {
    env: { ...process.env, TOKEN: token, SPECIAL: special },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const chunk of child.stdout) await output.write(chunk, 'out')
  await output.end()
  await log.close()
  return written()
}

/** Parts of a secret that can be read in a log, in letters or hex, or by decoding what looks like base64. */
function readable(log: string, secret: string): string[] {
  const left = log.replace(/\[redacted\]/g, ' ')
  const joined = left.replace(/\n/g, '')
  const base64 = [0, 1, 2, 3].flatMap((skip) =>
    (joined.match(/[\w+/-]{4,}/g) ?? []).map((run) => Buffer.from(run.slice(skip), 'base64').toString('latin1')),
  )
  const hex = (joined.match(/(?:[\da-f]{2} ?){4,}/gi) ?? []).map((run) =>
    Buffer.from(run.replaceAll(' ', ''), 'hex').toString('latin1'),
  )
  const parts = Array.from({ length: secret.length - 4 }, (_, at) => secret.slice(at, at + 5))
  return parts.filter((part) => [left, ...base64, ...hex].some((text) => text.includes(part)))
}

/** Writes each line by itself and gives it time to be read alone, so that no fold is ever whole in one piece of output. */
const slowly = '| while IFS= read -r line; do echo "$line"; sleep 0.02; done'

describe('no part of a secret comes through from a real command', () => {
  test.each([
    ['base64', 'echo -n "$TOKEN" | base64'],
    ['base64 after a name', 'echo -n "user:$TOKEN" | base64'],
    ['base64 after a long name', 'echo -n "somebody.with.a.long.name@example.com:$TOKEN" | base64'],
    ['base64 after an even longer one', 'echo "somebody.with.an.even.longer.name@mail.example.com:$TOKEN:x" | base64'],
    ['base64 at 64 columns', 'echo -n "somebody.with.a.long.name:$TOKEN" | base64 -w 64'],
    ['base64 at 64 columns, line by line', `echo -n "somebody.with.a.long.name:$TOKEN" | base64 -w 64 ${slowly}`],
    ['base64 at 20 columns, line by line', `echo -n "somebody:$TOKEN" | base64 -w 20 ${slowly}`],
    ['base64 of base64', 'echo -n "user:$TOKEN" | base64 | base64'],
    ['hex at 60 columns', 'echo -n "somebody:$TOKEN" | od -An -v -tx1 | tr -d " \\n" | fold -w 60'],
    [
      'hex at 60 columns, line by line',
      `echo -n "somebody:$TOKEN" | od -An -v -tx1 | tr -d " \\n" | fold -w 60 ${slowly}`,
    ],
    ['od -t x1', 'echo -n "somebody:$TOKEN" | od -v -tx1'],
    ['od -t x1, line by line', `echo -n "somebody:$TOKEN" | od -v -tx1 ${slowly}`],
    ['od without addresses', 'echo -n "somebody:$TOKEN" | od -An -v -tx1'],
    ['od -t x2', 'echo -n "somebody:$TOKEN" | od -v -tx2'],
  ])('%s', async (_form, script) => {
    const log = await logOf('sh', ['-c', script], [token])
    expect(log).toContain('[redacted]')
    expect(readable(log, token)).toEqual([])
  })

  const xxd = (bytes: string, line: number) =>
    `${address(line)}: ${bytes.replace(/(..)(..)?/g, '$1$2 ').padEnd(40)} ${gutter(bytes)}`
  const hexdump = (bytes: string, line: number) =>
    `${address(line)}  ${bytes
      .replace(/../g, '$& ')
      .replace(/^(.{24})/, '$1 ')
      .padEnd(50)}|${gutter(bytes)}|`
  const address = (line: number) => (line * 16).toString(16).padStart(8, '0')
  const gutter = (bytes: string) => Buffer.from(bytes, 'hex').toString('latin1')
  const dump = (form: typeof xxd) =>
    (
      Buffer.from(`somebody:${token}, and more`)
        .toString('hex')
        .match(/.{1,32}/g) ?? []
    )
      .map(form)
      .join('\n')
  const quote = (text: string) => encodeURIComponent(text).replaceAll('%2F', '/').replaceAll("'", '%27')
  const html = (text: string, apostrophe: string) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", apostrophe)

  test.each([
    ['xxd', dump(xxd), token],
    ['hexdump -C', dump(hexdump), token],
    ["Python's quote", quote(special), special],
    ["Python's quote in small letters", quote(special).replace(/%../g, (code) => code.toLowerCase()), special],
    ['HTML with &#39;', html(special, '&#39;'), special],
    ['HTML with &#x27;', html(special, '&#x27;'), special],
    ['\\u escapes', special.replace(/[^]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`), special],
    ['zero-width letters', special.split('').join('\u200b'), special],
  ])('%s', async (_form, printed, secret) => {
    const log = await logOf('printf', ['before\\n%s\\nafter\\n', printed], [secret])
    expect(log).toContain('[redacted]')
    expect(readable(log.replaceAll('\u200b', ''), secret)).toEqual([])
  })
})

describe('ordinary output comes through as it is', () => {
  const source = new URL('../../../package-lock.json', import.meta.url)
  test.each([
    ['a lock file full of hashes', 'cat', [source.pathname]],
    ['the sources', 'sh', ['-c', 'cat core/*/*.ts']],
    ['git log', 'git', ['log', '-n', '200', '--stat', '--format=raw']],
    ['a program in base64', 'sh', ['-c', 'head -c 300000 "$(command -v sh)" | base64']],
    ['a program in od', 'sh', ['-c', 'head -c 100000 "$(command -v sh)" | od -v -tx1']],
  ])('%s', async (_what, command, args) => {
    const key = 'c2lnbmF0dXJlLWtleS0x/9f86d081884c7d65'
    const log = await logOf(command, args, [token, special, key, 'hunter2-and-more', 'acme-production-webapp'])
    const bare = await logOf(command, args, [])
    expect(log.length).toBeGreaterThan(1_000)
    expect(log === bare).toBe(true)
  })
})
