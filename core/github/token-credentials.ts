import type { Credentials } from './credentials.ts'
import { GitHubError } from './github-error.ts'

const printable = /^[\x21-\x7e]+$/

/** One token for every repository. Throws GitHubError for a token that could not stand in a header. */
export function tokenCredentials(given: string): Credentials {
  const token = given.trim()
  if (!printable.test(token)) {
    const message = 'the GitHub token is empty or has spaces or line breaks in it; set GITHUB_TOKEN to the token alone'
    throw new GitHubError({ kind: 'bad-credentials', message })
  }
  return {
    of: async () => ({ kind: 'credential', id: 'token', token }),
    refused: () => undefined,
    groups: (repositories) => (repositories.length > 0 ? [[...repositories]] : []),
  }
}
