/**
 * Where an API's GraphQL lives: `https://HOST/api/v3` has it at `https://HOST/api/graphql` (GitHub Enterprise Server),
 * every other API at `/graphql` below itself.
 */
export const graphqlUrlOf = (apiUrl: string) => `${apiUrl.replace(/\/api\/v3$/, '/api')}/graphql`

/**
 * The address that people and git use, worked out from the API's. An unknown API is its own server:
 * a token for it must never travel to github.com.
 */
export function serverUrlOf(apiUrl: string): string {
  const { protocol, host, origin } = new URL(apiUrl)
  if (host === 'api.github.com') return 'https://github.com'
  if (/^api\..+\.ghe\.com$/.test(host)) return `${protocol}//${host.slice('api.'.length)}`
  return origin
}
