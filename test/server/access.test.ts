import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { admit, isLoopbackAddress, isLoopbackHost } from '../../server/access.ts'

const sha256 = (token: string) => createHash('sha256').update(token).digest('hex')
const tokens = [
  { name: 'ci', sha256: sha256('a-long-random-token') },
  { name: 'ops', sha256: sha256('another-long-token') },
]
const approach = (headers: string[], more: { boundTo?: string; url?: string } = {}) => ({
  boundTo: '127.0.0.1',
  url: '/api/targets',
  rawHeaders: headers,
  ...more,
})

describe('without a token', () => {
  test.each<[string, string[], { boundTo?: string; url?: string }, boolean]>([
    ['straight from this machine', ['Host', '127.0.0.1:8080'], {}, true],
    ['by the name localhost', ['host', 'LocalHost'], {}, true],
    ['over IPv6', ['Host', '[::1]:1'], { boundTo: '::1' }, true],
    ['the server listens to everybody', ['Host', '127.0.0.1:8080'], { boundTo: '0.0.0.0' }, false],
    ['the server listens to everybody on IPv6', ['Host', '127.0.0.1:8080'], { boundTo: '::' }, false],
    ['the server does not listen yet', ['Host', '127.0.0.1'], { boundTo: '' }, false],
    ['a foreign name that leads here', ['Host', 'evil.example'], {}, false],
    ['no Host', [], {}, false],
    ['two Hosts', ['Host', 'localhost', 'host', 'evil.example'], {}, false],
    ['an absolute URL', ['Host', 'localhost'], { url: 'http://evil.example/api/targets' }, false],
    ['X-Forwarded-For', ['Host', 'localhost', 'X-Forwarded-For', '10.0.0.1'], {}, false],
    ['X-Forwarded-Host', ['Host', 'localhost', 'x-forwarded-host', 'localhost'], {}, false],
    ['Forwarded', ['Host', 'localhost', 'Forwarded', 'for=127.0.0.1'], {}, false],
    ['an empty X-Forwarded-Proto', ['Host', 'localhost', 'X-Forwarded-Proto', ''], {}, false],
  ])('%s', (_what, headers, more, admitted) => {
    expect(admit(approach(headers, more), tokens)).toEqual(admitted ? { kind: 'local' } : undefined)
  })
})

describe('with a token', () => {
  test.each<[string, string, string | undefined]>([
    ['a known one', 'Bearer a-long-random-token', 'ci'],
    ['another known one', 'bearer another-long-token', 'ops'],
    ['an unknown one', 'Bearer a-long-random-tokem', undefined],
    ['its hash', `Bearer ${sha256('a-long-random-token')}`, undefined],
    ['another scheme', 'Basic Y2k6YS1sb25nLXJhbmRvbS10b2tlbg==', undefined],
    ['nothing after Bearer', 'Bearer', undefined],
  ])('%s', (_what, authorization, name) => {
    const from = (boundTo: string) =>
      admit(approach(['Host', 'slipway.example', 'Authorization', authorization], { boundTo }), tokens)
    const expected = name === undefined ? undefined : { kind: 'token', name }
    expect(from('0.0.0.0')).toEqual(expected)
    expect(from('127.0.0.1')).toEqual(expected)
  })

  test('a wrong token is not forgiven because it comes from this machine', () => {
    expect(admit(approach(['Host', 'localhost', 'Authorization', 'Bearer nonsense']), tokens)).toBeUndefined()
  })

  test('a proxy in between does not matter', () => {
    const headers = ['Host', 'x', 'X-Forwarded-For', '10.0.0.1', 'Authorization', 'Bearer a-long-random-token']
    expect(admit(approach(headers), tokens)).toEqual({ kind: 'token', name: 'ci' })
  })
})

test.each([
  ['127.0.0.1', true],
  ['127.0.0.1:8080', true],
  ['127.8.9.10:1', true],
  ['localhost', true],
  ['localhost:8080', true],
  ['[::1]:1', true],
  ['[::1]', true],
  ['localhost.evil.com', false],
  ['127.0.0.1.nip.io', false],
  ['127.0.0.1.nip.io:8080', false],
  ['evil.com:localhost', false],
  ['localhost:80:80', false],
  ['localhost:', false],
  ['localhost.', false],
  ['user@localhost', false],
  ['127.1', false],
  ['2130706433', false],
  ['0.0.0.0', false],
  ['::1', false],
  ['[::1].evil.com', false],
  ['[::ffff:127.0.0.1]', false],
  ['', false],
])('Host "%s" is a loopback name: %s', (host, loopback) => {
  expect(isLoopbackHost(host)).toBe(loopback)
})

test.each([
  ['127.0.0.1', true],
  ['127.3.2.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['::ffff:10.0.0.1', false],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.127', false],
])('listening on %s is listening on loopback: %s', (address, loopback) => {
  expect(isLoopbackAddress(address)).toBe(loopback)
})
