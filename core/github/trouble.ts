import { askedToWait } from './asked-to-wait.ts'
import type { CreateOutcome } from './github.ts'
import { namedFields } from './named-fields.ts'
import type { Answer, Reply } from './reply.ts'
import { whatGitHubSays } from './what-github-says.ts'

type Troubles = 'bad-credentials' | 'forbidden' | 'limited' | 'not-found' | 'invalid' | 'unreachable' | 'unclear'

/** What keeps a request from working, whatever it asked for. */
export type Trouble = Extract<CreateOutcome, { readonly kind: Troubles }>

/** What the messages speak of. */
export interface Subject {
  readonly host: string
  /** owner/name */
  readonly repository: string
  /** How the sentence ends when surely nothing was done, e.g. `nothing was created`. */
  readonly undone: string
  /** How it ends when nobody knows, e.g. `the deployment may have been made`. */
  readonly unsure: string
  /** What a token must be allowed for it; without it, what deployments need. */
  readonly needs?: string
}

const forDeployments =
  'the token needs the scope repo or repo_deployment and push access, an App the permission Deployments: write'

/** Tells an answer that is not the hoped-for one by its HTTP status first, its body second. */
export function trouble(reply: Reply, subject: Subject, now: number): Trouble {
  const { host, repository, undone, unsure } = subject
  switch (reply.kind) {
    case 'held':
      return limited(reply.retryAfterMs, subject)
    case 'unreachable': {
      const message = `${host} cannot be reached (${reply.why}), ${undone}; check the network and GITHUB_API_URL, then try again`
      return { kind: 'unreachable', message }
    }
    case 'lost':
      return { kind: 'unclear', message: `${host} did not answer (${reply.why}); ${unsure}` }
    case 'astray': {
      const message = `${host} sends ${repository} on to ${reply.to}, which gets no token from here; set GITHUB_API_URL (or the app's github_api) to that server's API`
      return { kind: 'not-found', message }
    }
    case 'answer':
      return answered(reply, subject, now)
  }
}

function answered(answer: Answer, subject: Subject, now: number): Trouble {
  const { status, data } = answer
  const { host, repository, undone, unsure, needs = forDeployments } = subject
  const said = whatGitHubSays(data)
  const why = said === undefined ? '' : ` (${said})`

  const wait = askedToWait(answer, now)
  if (wait !== undefined) return limited(wait, subject)
  if (status === 401) {
    const message = `${host} does not accept the credentials${why}; check GITHUB_TOKEN, the app's github_token, or GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY`
    return { kind: 'bad-credentials', message }
  }
  if (status === 403) {
    const message = `${host} forbids this on ${repository}${why}; ${needs}`
    return { kind: 'forbidden', message }
  }
  if (status === 404) {
    const message = `${host} shows no ${repository} to these credentials${why}; check the name, and that the token or the App may see it`
    return { kind: 'not-found', message }
  }
  if (status >= 400 && status < 500) {
    const fields = namedFields(data)
    const about = fields.length > 0 ? `: ${fields.join(', ')}` : ''
    return { kind: 'invalid', message: `${host} refused this on ${repository} with ${status}${why}${about}; ${undone}` }
  }
  const what = status < 300 ? `${status} with a body that is not what GitHub documents` : `${status}${why}`
  return { kind: 'unclear', message: `${host} answered ${what}; ${unsure}` }
}

function limited(retryAfterMs: number, { host, undone }: Subject): Trouble {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000))
  const message = `the rate limit of ${host} is used up, ${undone}; try again in ${spell(seconds)}`
  return { kind: 'limited', message, retryAfterMs }
}

const spell = (seconds: number) => (seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`)
