import { createAppAuth } from '@octokit/auth-app'
import { version } from '../config/version.ts'
import { again } from './again.ts'
import { appCredentials } from './app-credentials.ts'
import { systemClock } from './clock.ts'
import type { GitHubAuth } from './create-github.ts'
import { silent } from './log.ts'
import type { Reply } from './reply.ts'
import { createSender, type Request } from './send.ts'
import { tokenCredentials } from './token-credentials.ts'

/** Looks at a GitHub as it answers, status and headers included: for finding out what is wrong. */
export interface Probe {
  /** With the token for this repository. */
  readonly ask: (repository: string, request: Request) => Promise<Reply>
  /** As the App itself; undefined where a token acts. */
  readonly askAsApp: ((request: Request) => Promise<Reply>) | undefined
}

/** Throws GitHubError for credentials that cannot be right. */
export function createProbe({ apiUrl, auth }: { readonly apiUrl: string; readonly auth: GitHubAuth }): Probe {
  const options = { apiUrl, userAgent: `slipway/${version}`, timeoutMs: 10_000, log: silent, clock: systemClock }
  const sender = createSender(options)
  const credentials = 'token' in auth ? tokenCredentials(auth.token) : appCredentials(auth, sender, systemClock)

  async function ask(repository: string, request: Request): Promise<Reply> {
    const credential = await credentials.of(repository)
    if (credential.kind !== 'credential') return credential
    const send = () => sender.send(request, credential.token)
    return request.method === 'GET' ? again(send, systemClock) : send()
  }

  function asApp({ appId, privateKey }: Exclude<GitHubAuth, { token: string }>) {
    const app = createAppAuth({ appId, privateKey: privateKey.replaceAll('\\n', '\n') })
    return async (request: Request) => sender.send(request, (await app({ type: 'app' })).token)
  }

  return { ask, askAsApp: 'token' in auth ? undefined : asApp(auth) }
}
