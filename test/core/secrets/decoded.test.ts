import { expect, test } from '@jest/globals'
import { createRedactor } from '../../../core/secrets/redactor.ts'

const secret = `s3cr/t+va lue'"<&>ä`

const html = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const bytes = (text: string, escape: (hex: string) => string) =>
  Buffer.from(text).toString('hex').replace(/../g, escape)
const letters = (text: string, escape: (code: number) => string) =>
  text.replace(/[^]/g, (letter) => escape(letter.charCodeAt(0)))

test.each([
  [
    'URL-encoded with slashes, as Python quotes',
    encodeURIComponent(secret).replaceAll('%2F', '/').replaceAll("'", '%27'),
  ],
  [
    'the same in small letters',
    encodeURIComponent(secret)
      .replaceAll('%2F', '/')
      .replace(/%../g, (code) => code.toLowerCase()),
  ],
  ['URL-encoded, capitals and small letters mixed', encodeURIComponent(secret).replace('%2F', '%2f')],
  ['URL-encoded to the last letter', bytes(secret, (hex) => `%${hex}`)],
  ['HTML with &#39;', html(secret).replaceAll("'", '&#39;')],
  ['HTML with &#x27;', html(secret).replaceAll("'", '&#x27;')],
  ['HTML with &apos;', html(secret).replaceAll("'", '&apos;')],
  ['HTML with the apostrophe as it is', html(secret)],
  ['HTML in numbers', letters(secret, (code) => `&#${code};`)],
  ['\\u escapes', letters(secret, (code) => `\\u${code.toString(16).padStart(4, '0')}`)],
  ['\\u escapes in JSON in JSON', letters(secret, (code) => `\\\\u${code.toString(16).padStart(4, '0')}`)],
  ['\\u{} escapes', letters(secret, (code) => `\\u{${code.toString(16)}}`)],
  ['\\x escapes', bytes(secret, (hex) => `\\x${hex}`)],
  ['octal escapes', bytes(secret, (hex) => `\\${Number.parseInt(hex, 16).toString(8).padStart(3, '0')}`)],
  ['with zero-width letters inside', secret.split('').join('\u200b')],
  ['with a soft hyphen inside', `${secret.slice(0, 5)}\u00ad${secret.slice(5)}`],
])('%s', (_form, printed) => {
  const redactor = createRedactor()
  redactor.add(secret)
  expect(redactor.text(`a%20b\nbefore &lt; ${printed} &gt; after\n`)).toBe('a%20b\nbefore &lt; [redacted] &gt; after\n')
})

test.each(['100%, 50%zz, %e4', '\\u12, \\x, &nosuch; &#99999999; \\777', 'a%20b &amp; c\\u0041'])(
  '%j stays as it is',
  (text) => {
    const redactor = createRedactor()
    redactor.add(secret)
    expect(redactor.text(text)).toBe(text)
  },
)
