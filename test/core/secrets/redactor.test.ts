import { describe, expect, test } from '@jest/globals'
import { createRedactor } from '../../../core/secrets/redactor.ts'

const secret = `s3cr/t+va lue'"&ä`

function knowing(...values: string[]) {
  const redactor = createRedactor()
  for (const value of values) redactor.add(value)
  return redactor
}

const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('a registered value is masked', () => {
  test.each([
    ['plain', secret],
    ['base64', base64(secret)],
    ['base64 without padding', base64(secret).replace(/=+$/, '')],
    ['base64 for URLs', Buffer.from(secret).toString('base64url')],
    ['base64 as echo makes it', base64(`${secret}\n`)],
    ['URL-encoded', encodeURIComponent(secret)],
    ['URL-encoded in small letters', encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase())],
    ['form-encoded', new URLSearchParams({ v: secret }).toString().slice(2)],
    ['hex', Buffer.from(secret).toString('hex')],
    ['capital hex', Buffer.from(secret).toString('hex').toUpperCase()],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['JSON in JSON', JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1)],
    ['shell quotes', secret.replaceAll("'", `'\\''`)],
    ['double quotes of a shell', `s3cr/t+va lue'\\"&ä`],
  ])('as %s', (_form, printed) => {
    expect(knowing(secret).text(`before ${printed} after`)).toBe('before [redacted] after')
  })

  test.each(['', 'a', 'ab', 'abc', 'x-access-token:'])('inside base64 after %j', (before) => {
    const text = base64(`${before}${secret}, and more`)
    const masked = knowing(secret).text(text)
    expect(masked).toContain('[redacted]')
    expect(Buffer.from(masked.replace('[redacted]', ''), 'base64').toString('latin1')).not.toContain('s3c')
  })

  test('line by line when it has several, folded base64 too', () => {
    const key = `first line of it\n${'k'.repeat(70)}\nend`
    const redactor = knowing(key)
    expect(redactor.text('a\nfirst line of it\nend')).toBe('a\n[redacted]\nend')
    const folded = base64(key).replace(/.{76}/g, '$&\n')
    expect(redactor.text(folded)).toMatch(/^\[redacted\]\n\[redacted\]/)
  })

  test('the longer one first, and what overlaps as a whole', () => {
    const redactor = knowing('abcdef', 'abcdefghij', 'ghijklmnop')
    expect(redactor.text('abcdefghij')).toBe('[redacted]')
    expect(redactor.text('<abcdefghijklmnop>')).toBe('<[redacted]>')
  })

  test('whatever characters it has', () => {
    for (const value of ['a.*+?^${}()|[]\\b', '$&$1$`', 'tab\there', '--flag=/x', '__proto__']) {
      expect(knowing(value).text(`<${value}>`)).toBe('<[redacted]>')
    }
  })
})

test.each(['', 'a', 'true', '12345', 'production', 'Staging', 'password'])(
  '%j is not masked: it would shred the log',
  (value) => {
    expect(knowing(value).text(`the ${value} thing`)).toBe(`the ${value} thing`)
  },
)

test('a value given with the newline of its file is masked without it', () => {
  expect(knowing('from-a-file\n').text('<from-a-file>')).toBe('<[redacted]>')
})

describe('what looks like a credential is masked without being known', () => {
  const token = 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'
  test.each([
    [`ghp_${token} x`, '[redacted] x'],
    [`ghs_${token} x`, '[redacted] x'],
    [`github_pat_${token}_${token} x`, '[redacted] x'],
    ['AKIAABCDEFGHIJKLMNOP x', '[redacted] x'],
    ['ASIAABCDEFGHIJKLMNOP x', '[redacted] x'],
    [`HRKU-${token} x`, '[redacted] x'],
    ['xoxb-1234567890-abcdef x', '[redacted] x'],
    ['xapp-1-A123-456-abc x', '[redacted] x'],
    ['> Authorization: Basic dXNlcjpwYXNz', '> Authorization: [redacted]'],
    ['{"authorization":"Bearer abc","x":1}', '{"authorization":[redacted],"x":1}'],
    ['fetch https://bob:hunter2@example.com/x', 'fetch https://bob:[redacted]@example.com/x'],
    ['redis://:p@ss@host:6379', 'redis://:[redacted]@host:6379'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----\nx', '[redacted]\nx'],
    ['-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----\\n', '[redacted]\\n'],
  ])('%s', (text, masked) => {
    expect(createRedactor().text(text)).toBe(masked)
  })

  test.each([
    'git clone https://github.com/acme/webapp at 12:30',
    'ssh://git@example.com:22/x',
    'http://127.0.0.1:8080/a@b',
    'authorization is needed',
    '-----BEGIN CERTIFICATE-----',
  ])('%s stays', (text) => {
    expect(createRedactor().text(text)).toBe(text)
  })
})

test('a masked text masked again is the same', () => {
  const once = createRedactor().text('Authorization: x y z\nhttps://a:b@c')
  expect(createRedactor().text(once)).toBe(once)
})

describe('a seam', () => {
  const redactor = knowing(secret)
  const filler = '.'.repeat(redactor.longest + 100)

  test('is nowhere while the text is shorter than the longest secret', () => {
    expect(redactor.seam('x'.repeat(redactor.longest))).toBe(0)
  })

  test('leaves a tail in which a secret may be beginning', () => {
    expect(redactor.seam(filler)).toBe(100)
  })

  test('gives way to a secret that lies across it', () => {
    const text = `${'.'.repeat(95)}${secret}${'.'.repeat(redactor.longest)}`
    expect(redactor.seam(text.slice(0, redactor.longest + 100))).toBe(95)
  })
})
