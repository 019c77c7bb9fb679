import { expect, test } from '@jest/globals'
import { addresses } from '../../../core/github/addresses.ts'

test.each([
  [undefined, 'https://api.github.com/graphql', 'https://github.com', 'api.github.com'],
  ['https://api.github.com/', 'https://api.github.com/graphql', 'https://github.com', 'api.github.com'],
  [
    'https://git.acme.example/api/v3',
    'https://git.acme.example/api/graphql',
    'https://git.acme.example',
    'git.acme.example',
  ],
  ['https://api.acme.ghe.com', 'https://api.acme.ghe.com/graphql', 'https://acme.ghe.com', 'api.acme.ghe.com'],
  ['http://127.0.0.1:4567', 'http://127.0.0.1:4567/graphql', 'http://127.0.0.1:4567', '127.0.0.1:4567'],
])('%s', (apiUrl, graphqlUrl, serverUrl, host) => {
  expect(addresses({ apiUrl })).toMatchObject({ graphqlUrl, serverUrl, host })
})

test('what is given is not derived', () => {
  const given = { apiUrl: 'http://a', graphqlUrl: 'http://b/q', serverUrl: 'http://c/' }
  expect(addresses(given)).toMatchObject({ graphqlUrl: 'http://b/q', serverUrl: 'http://c' })
})

test.each(['github.com', 'ftp://github.com', 'https://user:hunter2@github.com'])(
  '%s is refused by its name alone',
  (apiUrl) => {
    expect(() => addresses({ apiUrl })).toThrow(/^GITHUB_API_URL is not an address of a GitHub/)
    expect(() => addresses({ apiUrl })).not.toThrow(/hunter2/)
  },
)
