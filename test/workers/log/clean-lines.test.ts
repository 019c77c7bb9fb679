import { describe, expect, test } from '@jest/globals'
import { createRedactor } from '../../../core/secrets/redactor.ts'
import { createCleanLines } from '../../../workers/log/clean-lines.ts'

const secret = 'hunter2-and-more'

function clean(chunks: readonly (string | Uint8Array)[], known: readonly string[] = [secret]): string {
  const redactor = createRedactor()
  for (const value of known) redactor.add(value)
  const lines = createCleanLines(redactor)
  return chunks.map((chunk) => lines.push(Buffer.from(chunk))).join('') + lines.end()
}

/** However the bytes are cut, the same lines come out. */
function cleanByteByByte(text: string): string {
  return clean([...Buffer.from(text)].map((byte) => Buffer.from([byte])))
}

describe('what can be read comes through', () => {
  test.each([
    ['lines', 'a\nb\n', 'a\nb\n'],
    ['a last line without an end', 'a\nb', 'a\nb\n'],
    ['no output', '', ''],
    ['empty lines and tabs', 'a\n\n\tb\n', 'a\n\n\tb\n'],
    ['letters of several bytes', 'ä € 😀\n', 'ä € 😀\n'],
    ['colours', '\x1b[1;31mred\x1b[0m and \x1b[38;5;2mgreen\x1b[m\n', 'red and green\n'],
    ['cursor movements', '\x1b[2K\x1b[1Gdone\x1b[?25h\n', 'done\n'],
    ['a title, ended by BEL or ST', '\x1b]0;title\x07a\x1b]0;title\x1b\\b\n', 'ab\n'],
    ['a link', '\x1b]8;;https://x.example\x1b\\here\x1b]8;;\x1b\\\n', 'here\n'],
    ['device control strings', '\x1bPq#0\x1b\\a\n', 'a\n'],
    ['character sets and resets', '\x1b(Ba\x1bcb\x1b=\n', 'ab\n'],
    ['an endless title, given up at the end of the line', '\x1b]0;oops\nnext\n', '0;oops\nnext\n'],
    ['a lone escape at the end', 'a\x1b', 'a\n'],
    ['NUL, BEL and DEL', 'a\x00b\x07c\x7fd\n', 'abcd\n'],
    ['overstruck letters', 'N\bNO\bO\n', 'NO\n'],
    ['several letters taken back, none of the line before', 'a\nxyz\b\b\b\b\bbc\n', 'a\nbc\n'],
    ['marks that turn the reading direction', 'a\u202eb\u2066c\n', 'abc\n'],
    ['line ends of other systems', 'a\r\nb\r\n\r\nc\r\r\n', 'a\nb\n\nc\n'],
    ['a progress bar', '\r 10%\r 20%\r 30%\ndone\n', ' 10%\n 20%\n 30%\ndone\n'],
    ['a progress bar that clears its line', '10%\r\x1b[K20%\r\x1b[K\rdone\n', '10%\n20%\ndone\n'],
  ])('%s', (_what, output, lines) => {
    expect(clean([output])).toBe(lines)
    expect(cleanByteByByte(output)).toBe(lines)
  })

  test('bytes that are no UTF-8 become the replacement character', () => {
    expect(clean([Buffer.from([0x61, 0xff, 0xc3, 0x28, 0x0a, 0xe2, 0x82])])).toBe('a\ufffd\ufffd(\n\ufffd\n')
  })

  test('a line of progress is there before the next one is', () => {
    const lines = createCleanLines(createRedactor())
    expect(lines.push(Buffer.from('50%\r'))).toBe('50%\n')
    expect(lines.push(Buffer.from('\ndone\n'))).toBe('done\n')
  })
})

describe('no secret comes through', () => {
  test.each([
    ['split over two writes', ['hunter2-', 'and-more\n']],
    ['split over many writes', `x${secret}x\n`.split('')],
    ['with colours inside', ['hunter2\x1b[31m-and\x1b[0m-more\n']],
    ['with half a colour in each write', ['hunter2\x1b[3', '1m-and-more\n']],
    ['with a title inside', ['hunter2\x1b]0;x\x07-and-more\n']],
    ['with a letter struck over', ['hunX', '\x08', 'ter2-and-more\n']],
    ['with controls inside', ['hun\x00ter2\x07-and\x1e-more\n']],
    ['in base64', [`${Buffer.from(secret).toString('base64')}\n`]],
    ['without a line end', [secret]],
    ['on a progress bar', [`1%\r${secret}\r2%\n`]],
  ])('%s', (_how, chunks) => {
    const lines = clean(chunks)
    expect(lines).toContain('[redacted]')
    expect(lines).not.toMatch(/hunter2|and-more|aHVudGVy/)
  })

  test.each([0, 1, 7, 1_000, 60_000, 65_520, 65_530, 65_536, 120_000, 131_060, 199_000])(
    'after %i characters of a line of 200,000',
    (before) => {
      const line = `${'.'.repeat(before)}${secret}${'.'.repeat(200_000 - before)}\n`
      for (const size of [999, 65_536, 300_000]) {
        const chunks = (line.match(new RegExp(`.{1,${size}}|\n`, 'g')) ?? []).map(String)
        const lines = clean(chunks)
        expect(lines.replace(/ \[the line goes on\]\n/g, '')).toBe(line.replace(secret, '[redacted]'))
      }
    },
  )

  test('at every place near a cut', () => {
    const tail = `${secret}${'.'.repeat(30_000)}\n`
    for (let before = 48_800; before < 48_950; before++) {
      expect(clean([`${'.'.repeat(before)}${tail}`])).not.toContain('hunter2')
    }
  })

  test('a private key that nobody registered, line by line', () => {
    const key = [
      '-----BEGIN RSA PRIVATE KEY-----',
      ...Array.from({ length: 20 }, () => 'MIIE'.repeat(16)),
      '-----END RSA PRIVATE KEY-----',
    ]
    expect(clean(['before\n', ...key.map((line) => `${line}\n`), 'after\n'])).toBe('before\n[redacted]\nafter\n')
  })

  test('a line that waited for another has one end', () => {
    const folded = `${Buffer.from(`${'x'.repeat(45)}${secret}`)
      .toString('base64')
      .slice(0, 64)}\n`
    expect(clean([folded], [secret])).toMatch(/^[^\n]+\n$/)
    expect(clean(['-----BEGIN PRIVATE KEY-----\nMIIE\n'])).toBe('[redacted]')
  })

  test('a key that never ends does not swallow the log', () => {
    const lines = clean([
      '-----BEGIN PRIVATE KEY-----\n',
      ...Array.from({ length: 1_000 }, (_, i) => `line ${i} ${'.'.repeat(40)}\n`),
    ])
    expect(lines).toContain('line 999')
  })
})

test('no line is longer than 64 KiB and its mark, and no letter is cut in two', () => {
  const lines = clean(['😀'.repeat(200_000), '\n', `a${'😀'.repeat(200_000)}\n`])
  expect(Math.max(...lines.split('\n').map((line) => line.length))).toBeLessThanOrEqual(65_536 + 20)
  expect(lines).not.toMatch(/\ufffd/)
  expect(Buffer.from(lines).toString()).toBe(lines)
})
