import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { createRedactor } from '../../../core/secrets/redactor.ts'

const token = 'ghx7Qm2Wd8KtR4vNx5Yp3Lc9Jf6Hs1ZbG0uAeTi'
const short = 'k7Q-m2Wd'

function knowing(...values: string[]) {
  const redactor = createRedactor()
  for (const value of values) redactor.add(value)
  return redactor
}

const fold = (text: string, width: number) => text.replace(new RegExp(`.{${width}}(?=.)`, 'g'), '$&\n')

/** The letters of base64 that stand where the value was; the first and last may belong to its neighbours. */
function shownOf(value: string, before: string, masked: string): string {
  const from = Math.ceil((before.length * 8) / 6)
  const to = Math.floor(((before.length + value.length) * 8) / 6)
  const whole = Buffer.from(`${before}${value}`).toString('base64').slice(from, to)
  const left = masked.split('\n').join('').split('[redacted]').join(' ')
  return (
    Array.from({ length: whole.length - 3 }, (_, at) => whole.slice(at, at + 4)).find((part) => left.includes(part)) ??
    ''
  )
}

describe.each([
  ['a long secret', token],
  ['a short secret', short],
])('%s in folded base64', (_what, value) => {
  test.each([76, 64, 60])('%i columns wide, after every number of letters', (width) => {
    const redactor = knowing(value)
    for (let length = 0; length < 170; length++) {
      const before = 'user.'.repeat(40).slice(0, length)
      const folded = fold(Buffer.from(`${before}${value}\n`).toString('base64'), width)
      const masked = redactor.text(`x\n${folded}\ny\n`)
      expect(masked).toMatch(/^x\n[^]*\[redacted\][^]*\ny\n$/)
      expect(shownOf(value, before, masked)).toBe('')
    }
  })
})

test('only the letters of the secret are masked, and lines stay lines', () => {
  const before = 'a'.repeat(45)
  const folded = fold(Buffer.from(`${before}${token}${before}`).toString('base64'), 76)
  const [first, second, ...rest] = knowing(token).text(`${folded}\n`).split('\n')
  expect(first).toBe(`${'YWFh'.repeat(15)}[redacted]`)
  expect(second).toMatch(/^\[redacted\](?:YWFh){10}$/)
  expect(rest).toEqual(['YWFh'.repeat(5), ''])
})

test('indented, as YAML has it', () => {
  const folded = fold(Buffer.from(`user:name:and:more:of:it:${token}`).toString('base64'), 64)
  expect(knowing(token).text(`data: |\n  ${folded.replace('\n', '\n  ')}\n`)).toMatch(
    /^data: \|\n {2}\w+\[redacted\]\n {2}\[redacted\].{0,3}\n$/,
  )
})

test.each(['head -n 1', 'tail -n 1'])('what %s leaves of it', (command) => {
  const lines = fold(Buffer.from(`${'u'.repeat(36)}${token}`).toString('base64'), 76).split('\n')
  const line = command === 'head -n 1' ? lines[0] : lines[1]
  expect(knowing(token).text(`${line}\n`)).toContain('[redacted]')
})

test('twice base64', () => {
  const twice = Buffer.from(Buffer.from(`user:${token}\n`).toString('base64')).toString('base64')
  const masked = knowing(token).text(`${fold(twice, 76)}\n`)
  expect(masked.split('[redacted]').join('').replace('\n', '').length).toBeLessThan(30)
})

test('every line of a private key, in base64 of the whole file', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
  for (const before of ['', 'k', 'key: ']) {
    const masked = knowing(key).text(`${fold(Buffer.from(before + key).toString('base64'), 76)}\n`)
    expect(masked.replace(/\[redacted\]|\n/g, '').length).toBeLessThan(12)
  }
})

describe('lines that wait for the next', () => {
  const redactor = knowing(token)
  const folded = fold(Buffer.from(`${'user:'.repeat(8)}${token}`).toString('base64'), 64)
  const [first = '', second = ''] = folded.split('\n')

  test('are those in which an encoding begins that may go on', () => {
    expect(redactor.unfinished(`before\n${first}\n`)).toBe('before\n'.length)
    expect(redactor.unfinished(`before\n${first}\n${second}\nafter\n`)).toBe(
      `before\n${first}\n${second}\nafter\n`.length,
    )
  })

  test.each([
    'Unpacking node_modules/foo into place',
    'see https://example.com/some/long/path/of/letters',
    `commit ${createHash('sha1').update('x').digest('hex')}`,
    '',
  ])('are not such as %j', (line) => {
    expect(redactor.unfinished(`${line}\n`)).toBe(line.length + 1)
  })
})
