import { GitHubError } from './github-error.ts'

const named = /^[\w.-]+\/[\w.-]+$/
const dots = /(^|\/)\.{1,2}(\/|$)/

/** `/repos/{owner}/{name}`. Throws GitHubError for what is no owner/name and could lead to another resource. */
export function repositoryPath(repository: string): string {
  if (named.test(repository) && !dots.test(repository)) return `/repos/${repository}`
  const message = `"${repository}" is not the name of a repository; write it as owner/name`
  throw new GitHubError({ kind: 'invalid', message })
}
