import { GitHubError } from './github-error.ts'

export interface Addresses {
  /** Without a trailing slash. */
  readonly apiUrl: string
  readonly graphqlUrl: string
  readonly serverUrl: string
  readonly host: string
  /** The public service, whose documented limits hold; Enterprise servers have none unless their administrator sets them. */
  readonly isPublic: boolean
}

interface Given {
  readonly apiUrl?: string | undefined
  readonly graphqlUrl?: string | undefined
  readonly serverUrl?: string | undefined
}

const enterpriseApi = /\/api\/v3$/

/** GitHub's three addresses, the ones not given derived from the API's. Throws GitHubError for what is no http address. */
export function addresses(given: Given): Addresses {
  const apiUrl = address('GITHUB_API_URL', given.apiUrl ?? 'https://api.github.com')
  const { host, hostname, origin, protocol } = new URL(apiUrl)
  const isPublic = hostname === 'api.github.com' || (hostname.startsWith('api.') && hostname.endsWith('.ghe.com'))
  const server = isPublic ? `${protocol}//${host.slice('api.'.length)}` : origin
  return {
    apiUrl,
    graphqlUrl: address('GITHUB_GRAPHQL_URL', given.graphqlUrl ?? graphql(apiUrl)),
    serverUrl: address('GITHUB_SERVER_URL', given.serverUrl ?? server),
    host,
    isPublic,
  }
}

const graphql = (apiUrl: string) =>
  enterpriseApi.test(apiUrl) ? apiUrl.replace(enterpriseApi, '/api/graphql') : `${apiUrl}/graphql`

function address(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const plain = url && /^https?:$/.test(url.protocol) && url.username + url.password + url.search + url.hash === ''
  // The text is not repeated: an address that is refused here may hold a password.
  if (!plain) {
    const problem = `${name} is not an address of a GitHub; write it like https://github.example/api/v3`
    throw new GitHubError({ kind: 'invalid', message: problem })
  }
  return text.replace(/\/+$/, '')
}
