import { whatGitHubSays } from '../../core/github/what-github-says.ts'
import type { Reply } from '../../core/github/reply.ts'

/** What became of a request to GitHub, as the end of a sentence. */
export function told(reply: Reply): string {
  switch (reply.kind) {
    case 'answer': {
      const said = whatGitHubSays(reply.data)
      return `it answers ${reply.status}${said === undefined ? '' : ` (${said})`}`
    }
    case 'unreachable':
      return `it cannot be reached (${reply.why})`
    case 'lost':
      return `it does not answer (${reply.why})`
    case 'astray':
      return `it sends us on to ${reply.to}`
    case 'held':
      return 'its rate limit is used up'
  }
}
