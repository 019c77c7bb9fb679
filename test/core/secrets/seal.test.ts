import { describe, expect, test } from '@jest/globals'
import { createSeal } from '../../../core/secrets/seal.ts'

const seal = createSeal(Buffer.alloc(32, 1))
const closed = seal.close('ghu_secret', 'token of slack:U01')

describe('a sealed text', () => {
  test('opens with the key, for what it is about', () => {
    expect(seal.open(closed, 'token of slack:U01')).toBe('ghu_secret')
  })

  test('shows nothing of what it holds, and is another each time', () => {
    expect(JSON.stringify(closed)).not.toContain('ghu_')
    expect(seal.close('ghu_secret', 'token of slack:U01')).not.toEqual(closed)
  })

  const other = (text: string) => Buffer.from(text).toString('base64')
  test.each([
    ['for somebody else', closed, 'token of slack:U02'],
    ['after a letter was changed', { ...closed, text: other('ghu_other!') }, 'token of slack:U01'],
    ['with a short tag', { ...closed, tag: other('abcd') }, 'token of slack:U01'],
    ['with a nonce that is none', { ...closed, nonce: '' }, 'token of slack:U01'],
  ])('does not open %s', (_, text, about) => {
    expect(seal.open(text, about)).toBeUndefined()
  })

  test('does not open with another key', () => {
    expect(createSeal(Buffer.alloc(32, 2)).open(closed, 'token of slack:U01')).toBeUndefined()
  })
})
