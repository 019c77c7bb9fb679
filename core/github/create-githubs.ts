import type { Target } from '../apps/app.ts'
import { addresses } from './addresses.ts'
import { createGitHub, type GitHubAuth, type GitHubOptions } from './create-github.ts'
import type { GitHub } from './github.ts'

export interface GitHubs {
  /** The GitHub of an app: its own `github_api` and `github_token` where it has them, else the configured ones. */
  readonly of: (app: Pick<Target, 'githubApi' | 'githubToken'>) => GitHub
  /** The configured GitHub as one person sees it. A newer token of theirs takes the older one's place. */
  readonly as: (person: string, token: string) => GitHub
}

/** One GitHub, with its limits and its tokens, for each pair of API address and token. */
export function createGitHubs(options: GitHubOptions): GitHubs {
  const standard = addresses(options).apiUrl
  const known = new Map<string, GitHub>()
  const people = new Map<string, { readonly token: string; readonly github: GitHub }>()

  return {
    of({ githubApi, githubToken }) {
      const apiUrl = addresses({ apiUrl: githubApi ?? standard }).apiUrl
      const auth = githubToken === undefined ? options.auth : { token: githubToken }
      const key = JSON.stringify([apiUrl, 'token' in auth ? auth.token.trim() : auth.appId])
      const github = known.get(key) ?? create(apiUrl, auth)
      known.set(key, github)
      return github
    },
    as(person, token) {
      const seen = people.get(person)
      if (seen?.token === token) return seen.github
      const github = create(standard, { token })
      people.set(person, { token, github })
      return github
    },
  }

  function create(apiUrl: string, auth: GitHubAuth): GitHub {
    // Another server's GraphQL and pages are not where the configured one has them.
    const place = apiUrl === standard ? {} : { apiUrl, graphqlUrl: undefined, serverUrl: undefined }
    return createGitHub({ ...options, ...place, auth })
  }
}
